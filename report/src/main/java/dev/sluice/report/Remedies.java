package dev.sluice.report;

import dev.sluice.call.Payer.Loss;
import dev.sluice.config.quota.Dimension;
import dev.sluice.report.history.Figure;
import dev.sluice.report.history.Totals;

/// Remedies for a target that has some kind of trouble, with the key to change. Pure functions.
final class Remedies {
  private Remedies() {}

  /// The remedy for a target whose circuit is open, of which no more is known.
  static String closed(TargetView at) {
    String tried = "calls try it again after a while; ";
    return at.alone().isEmpty()
        ? tried + "until then calls go to the other targets of routes that have one"
        : tried + "give " + at.targets() + " another target, so that its calls have one to go to";
  }

  static String failing(TargetView at) {
    return at.alone().isEmpty()
        ? "give it a smaller weight in " + at.targets() + " while that lasts"
        : "give " + at.targets() + " another target";
  }

  static String slow(TargetView at) {
    String race = at.section() + ".race";
    String remedy =
        at.alone().isEmpty()
            ? "let its late calls race another target (" + race + ")"
            : "give " + at.targets() + " a faster target, which late calls can race (" + race + ")";
    return remedy + "; set report.latency if that is as it should be";
  }

  static String unknownModel(TargetView at) {
    return "correct the model in %s, or ask for access to it for the key in providers.%s"
        .formatted(at.targets(), at.provider());
  }

  static String unreachable(TargetView at) {
    String url = "providers." + at.provider() + ".url";
    return switch (most(at.totals(), Figure.OBSTACLE_DNS, Figure.OBSTACLE_NO_DESCRIPTORS)) {
      case OBSTACLE_DNS -> "its host name does not resolve: check " + url;
      case OBSTACLE_REFUSED -> "nobody listens there: start it, or correct " + url;
      case OBSTACLE_TLS -> "its TLS handshake fails: check the certificate and " + url;
      case OBSTACLE_PROXY_FAILED ->
          "its proxy does not connect to it: check that the proxy runs and reaches " + url;
      case OBSTACLE_PROXY_DENIED ->
          "its proxy does not let it pass: check the proxy's rules, and the user and password in"
              + " providers."
              + at.provider()
              + ".proxy or in HTTPS_PROXY";
      case OBSTACLE_EGRESS_DENIED ->
          "its address is private: set providers." + at.provider() + ".allow_private: true";
      case OBSTACLE_NO_DESCRIPTORS -> "the gateway has no file descriptors left: raise ulimit -n";
      default -> "its connections break: look at the network to " + url;
    };
  }

  static String limits(TargetView at, Figure limit) {
    String section = QuotaView.limits(at.provider(), at.model());
    if (limit == Figure.LIMIT_DAY) {
      return "set " + section + ".rpd to what the provider allows a day, or add a target";
    }
    return at.quotas().stream()
        .filter(quota -> quota.known() && quota.learned() && counts(quota, limit))
        .findFirst()
        .map(Remedies::learned)
        .orElse(
            "set "
                + section
                + ".rpm and .tpm to what the provider allows, so that calls wait here"
                + " instead; or ask it for more");
  }

  private static boolean counts(QuotaView quota, Figure limit) {
    boolean requests = quota.dimension() == Dimension.REQUESTS;
    return switch (limit) {
      case LIMIT_REQUESTS -> requests;
      case LIMIT_TOKENS -> !requests;
      default -> true;
    };
  }

  private static String learned(QuotaView quota) {
    String limit = Unit.count(quota.limit());
    return "its learned limit is %s a minute: set %s: %s, or ask the provider for more"
        .formatted(limit, quota.key(), limit);
  }

  static String wait(TargetView at, Figure phase) {
    String key = at.section() + ".timeout.";
    return switch (phase) {
      case PHASE_CONNECT -> "look at the network to its provider, or raise " + key + "connect";
      case PHASE_OVERTAKEN -> "others answer its calls: look at it, or lower its weight";
      case PHASE_FIRST_TOKEN ->
          (at.alone().isEmpty()
                  ? "let late calls race another target ("
                  : "add a faster target, which a late call can race (")
              + at.section()
              + ".race), or raise "
              + key
              + "first_token";
      case PHASE_STALL ->
          "its answers stop half-way: %s, or raise %sstall"
              .formatted(at.alone().isEmpty() ? "give it a smaller weight" : "add a target", key);
      case PHASE_DEADLINE -> "its clients wait less long than it takes: raise their timeouts";
      default -> "ask for shorter answers (max_tokens), or raise " + key + "total";
    };
  }

  static String saving(TargetView at, Loss.Cause cause) {
    String section = at.section();
    return switch (cause) {
      case RETRY ->
          ("look at why they fail; raise %s.timeout if they are only late, or lower"
                  + " %s.retry.budget")
              .formatted(section, section);
      case RACE -> "lower " + section + ".race.budget";
      case RESUME -> "look at why its answers break off, or set " + section + ".resume: off";
      case SHARED -> "raise the timeouts of its clients, or set " + section + ".coalesce: false";
      case SHADOW -> "lower " + section + ".shadow.share";
      case PROBE -> "set " + section + ".breaker.probe: list";
    };
  }

  /// The figure that counts most; the last of equals.
  static Figure most(Totals totals, Figure first, Figure last) {
    Figure most = last;
    for (Figure figure : Figure.range(first, last)) {
      most = totals.of(figure) > totals.of(most) ? figure : most;
    }
    return most;
  }
}
