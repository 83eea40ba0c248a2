package dev.sluice.server.log;

import static dev.sluice.server.config.LogConfig.Level.INFO;
import static dev.sluice.server.config.LogConfig.Level.WARN;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.sluice.call.CredentialChange;
import dev.sluice.call.Failed;
import dev.sluice.call.Notice;
import dev.sluice.call.text.Printable;
import dev.sluice.config.GatewayConfig;
import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.server.config.LogConfig.Level;
import java.net.URI;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Words for what an operator is told: the thing, what happened to it, and the remedy. Pure
/// functions.
///
/// @param urls the providers' addresses, by their configured names
/// @param proxies the addresses of the proxies that lead to providers, by the same names
/// @param sources where the credentials come from of providers that have no keys, by the same names
/// @param sole the targets that have no other one beside them in some route
record NoticeWords(
    Map<String, URI> urls,
    Map<String, String> proxies,
    Map<String, String> sources,
    Set<String> sole) {
  /// The longest text of a model's name, which may be a client's own.
  private static final int LONGEST = 128;

  /// The words of a gateway without a provider.
  static final NoticeWords NONE = new NoticeWords(Map.of(), Map.of(), Map.of(), Set.of());

  NoticeWords {
    urls = Map.copyOf(urls);
    proxies = Map.copyOf(proxies);
    sources = Map.copyOf(sources);
    sole = Set.copyOf(sole);
  }

  /// Makes the words for the providers and targets of a configuration.
  static NoticeWords of(GatewayConfig config) {
    Map<String, URI> urls =
        config.providers().stream()
            .collect(Collectors.toUnmodifiableMap(ProviderConfig::name, ProviderConfig::url));
    Map<String, String> proxies = new HashMap<>();
    Map<String, String> sources = new HashMap<>();
    for (ProviderConfig provider : config.providers()) {
      provider.auth().ifPresent(auth -> sources.put(provider.name(), auth.proofSource()));
      provider.way().proxy().ifPresent(proxy -> proxies.put(provider.name(), proxy.address()));
    }
    return new NoticeWords(urls, proxies, sources, config.soleTargets());
  }

  /// A sentence, and its importance.
  record Said(Level level, String text) {

    /// Returns this sentence with more words behind it.
    Said and(String more) {
      return new Said(level, text + more);
    }
  }

  Said of(Notice notice) {
    return switch (notice) {
      case Notice.Circuit circuit -> circuit(circuit);
      case Notice.Models(String provider, Optional<Failed> why) -> models(provider, why);
      case Notice.Credential credential -> credential(credential);
    };
  }

  // Credentials that end.

  private static Said credential(Notice.Credential credential) {
    String of = "provider " + quote(credential.provider()) + ": ";
    return credential
        .why()
        .map(
            why ->
                new Said(
                    WARN,
                    "%sno credential by %s: %s; it is tried again, and a credential that still holds"
                            .formatted(of, credential.source(), why)
                        + " is used until it ends"))
        .orElseGet(() -> new Said(INFO, of + "has a credential by " + credential.source()));
  }

  // Circuits.

  private Said circuit(Notice.Circuit circuit) {
    String target = "target " + quote(circuit.target()) + " is ";
    String calls = circuit.operation().name().toLowerCase(Locale.ROOT) + " calls is ";
    return circuit.open()
        ? new Said(
            WARN,
            "%sfailing (the circuit of its %sopen): %s"
                .formatted(target, calls, opens(circuit.why(), then(circuit.target()))))
        : new Said(
            INFO,
            "%shealthy again (the circuit of its %sclosed): %s"
                .formatted(target, calls, closes(circuit.why())));
  }

  private String then(String target) {
    return (sole.contains(target)
            ? "; it is the only target of a route, whose calls fail once it answers none of them"
            : "; calls go to the route's other targets")
        + ", and a call tries it again after a while";
  }

  private static String opens(String why, String then) {
    return switch (why) {
      case "failures" -> "attempts failed one after the other" + then;
      case "slow" -> "first tokens come far later than usual" + then;
      case "failure_rate" -> "too large a share of its attempts fails" + then;
      case "one_caller" ->
          "requests of one caller fail; it takes none like them until another caller is answered";
      default -> why + then;
    };
  }

  private static String closes(String why) {
    return why.equals("second_opinion")
        ? "another caller was answered, so that the requests of one caller are at fault"
        : "its probes were answered";
  }

  // Lists of models.

  private Said models(String provider, Optional<Failed> why) {
    String of = "provider " + quote(provider) + ": ";
    return why.isEmpty()
        ? new Said(INFO, of + "its models can be listed again")
        : models(of, provider, why.get());
  }

  private Said models(String of, String provider, Failed why) {
    return switch (why) {
      case Failed.CredentialRefused(var _, var _, var _, String missing) when !missing.isEmpty() ->
          new Said(WARN, "%sits models cannot be listed: no credential: %s".formatted(of, missing));
      case Failed.CredentialRefused(var _, int status, String code, var _) ->
          new Said(
              WARN,
              "%sits models cannot be listed: %s to the gateway's own %s: it is not accepted: %s"
                  .formatted(
                      of,
                      answered(status, code),
                      sources.containsKey(provider) ? "credential" : "key",
                      remedy(provider)));
      case Failed.Exhausted(var _, int status, String code, var _) ->
          new Said(
              WARN,
              ("%sits models cannot be listed: %s to the gateway's own key: what it may use is"
                      + " used up")
                  .formatted(of, answered(status, code)));
      case Failed.Unreachable(Failed.Obstacle obstacle, String detail) ->
          new Said(
              WARN, of + "its models cannot be listed: " + obstacle(provider, obstacle, detail));
      case Failed.Refused(int status, var _, var _, var _) ->
          new Said(
              INFO,
              ("%sit has no list of models (it answered %s): name its models in routes; an open"
                      + " circuit of it waits for a call, which `breaker.probe: call` makes")
                  .formatted(of, status));
      default -> new Said(WARN, of + "its models cannot be listed: " + FailureWords.message(why));
    };
  }

  // Providers that cannot be reached.

  /// Says that attempts cannot reach a provider.
  Said unreachable(String provider, Failed.Unreachable why) {
    String what = obstacle(provider, why.obstacle(), why.detail());
    return new Said(WARN, "provider " + quote(provider) + " cannot be reached: " + what);
  }

  /// Says that attempts reach a provider again.
  static Said reachable(String provider) {
    return new Said(INFO, "provider " + quote(provider) + " is reached again");
  }

  private String obstacle(String provider, Failed.Obstacle obstacle, String detail) {
    URI url = urls.get(provider);
    String host = url == null ? "its host" : url.getHost();
    return switch (obstacle) {
      case DNS ->
          "the name " + host + " does not resolve: check the provider's url and this machine's DNS";
      case REFUSED ->
          "nobody takes connections at " + at(url) + ": check the provider's url, and that it runs";
      case EGRESS_DENIED ->
          proxies.containsKey(provider)
              ? host + " is a private address, to which no proxy may lead: set proxy: off"
              : host + " leads to a private address: set allow_private: true if that is meant";
      case PROXY_FAILED ->
          detail + ": check that " + proxy(provider) + " runs, and reaches " + at(url);
      case PROXY_DENIED ->
          ("%s: check the rules of %s, and the user and the password for it in"
                  + " providers.%s.proxy or HTTPS_PROXY")
              .formatted(detail, proxy(provider), provider);
      case TLS ->
          ("%s: check the certificate of %s, the provider's url, and what it trusts"
                  + " (providers.%s.tls.ca)")
              .formatted(detail, host, provider);
      default -> detail;
    };
  }

  private String proxy(String provider) {
    return proxies.getOrDefault(provider, "the proxy");
  }

  private static String at(@Nullable URI url) {
    if (url == null) {
      return "its address";
    }
    int standard = "https".equals(url.getScheme()) ? 443 : 80;
    return url.getHost() + ":" + (url.getPort() < 0 ? standard : url.getPort());
  }

  // Credentials.

  Said of(CredentialChange change) {
    String of =
        sources.containsKey(change.provider())
                || change.why().filter(NoticeWords::isMissing).isPresent()
            ? "provider %s: its credential is ".formatted(quote(change.provider()))
            : "provider %s: key %d of %d is "
                .formatted(quote(change.provider()), change.place(), change.of());
    String models = change.model().map(NoticeWords::quote).orElse("all models");
    return change
        .why()
        .map(
            why ->
                new Said(
                    WARN,
                    of + "set aside for " + models + ": " + reason(why, remedy(change.provider()))))
        .orElseGet(() -> new Said(INFO, of + "used again for " + models));
  }

  private static boolean isMissing(Failed why) {
    return why instanceof Failed.CredentialRefused refused && refused.isMissing();
  }

  /// Says how many other lines there are like one about a single model.
  ///
  /// @param last whether no more of them follow in this hour of the clock
  /// @param leftOut how many were left out before it
  static String more(boolean last, long leftOut) {
    return (leftOut > 0 ? "; %d such lines were left out before this one".formatted(leftOut) : "")
        + (last ? "; no more lines on this provider's keys and one model follow in this hour" : "");
  }

  /// What helps where a provider does not accept the credential.
  private String remedy(String provider) {
    String source = sources.get(provider);
    return source == null ? "replace it" : "check the rights of " + source;
  }

  private static String reason(Failed why, String remedy) {
    return switch (why) {
      case Failed.Exhausted(Failed.Scope _, int status, String code, var _) ->
          answered(status, code)
              + "; what it may use is used up: add credit, raise its limits, or wait for them";
      case Failed.CredentialRefused(var _, var _, var _, String missing) when !missing.isEmpty() ->
          "there is none: " + missing + ": see to that, or name another source in its `auth`";
      case Failed.CredentialRefused(Failed.Scope scope, int status, String code, var _) ->
          answered(status, code)
              + (scope == Failed.Scope.ACCOUNT
                  ? "; it is not accepted: " + remedy
                  : "; it is not accepted for this: "
                      + remedy
                      + ", or give it access to the model");
      default -> why.kind();
    };
  }

  private static String answered(int status, String code) {
    return "the provider answered " + status + (code.isEmpty() ? "" : " (" + code + ")");
  }

  /// A name in quotes, on one line, and cut where it is long; what people do not see is escaped.
  static String quote(String name) {
    String cut = name.length() > LONGEST ? name.substring(0, LONGEST) : name;
    String quoted = new String(JsonStringEncoder.getInstance().quoteAsString(cut));
    return '"' + Printable.escaped(quoted) + '"';
  }
}
