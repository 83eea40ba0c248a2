package dev.sluice.report;

import com.google.errorprone.annotations.Immutable;
import dev.sluice.accounts.budget.RecentSpend;
import dev.sluice.accounts.price.Money;
import dev.sluice.call.Payer.Loss;
import dev.sluice.call.text.Plural;
import dev.sluice.report.history.Figure;
import dev.sluice.report.history.Measure;
import dev.sluice.report.history.Totals;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The kinds of trouble with a target, the gravest first: each a pure function of the target and of
/// what is aimed at, which is empty where the target has no such trouble.
public enum Cause {
  DEAD(Cause::dead),
  CREDENTIAL(Cause::credential),
  UNKNOWN_MODEL(Cause::unknownModel),
  RATE_LIMIT(Cause::rateLimit),
  TIMEOUT(Cause::timeout),
  FAILING(Cause::failing),
  SLOW(Cause::slow),
  QUOTA(Cause::quota),
  USAGE(Cause::usage),
  UNITS(Cause::units),
  TIER(Cause::tier),
  LOSS(Cause::loss);

  private static final int ATTEMPTS_LEAST = 5;
  private static final double MOST = 0.5;
  private static final double MANY = 0.05;

  /// How large a part of what is paid within an hour, and how many nano-dollars, no key may owe
  /// before somebody has to look at it.
  private static final double LOST = 0.1;

  private static final long LOST_LEAST = Money.DOLLAR;

  private final Look of;

  /// A look for one kind of trouble.
  @Immutable
  @FunctionalInterface
  private interface Look {
    Optional<Finding> at(TargetView target, ReportConfig aims);
  }

  Cause(Look of) {
    this.of = of;
  }

  /// The name of the cause for programs.
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// Finds all that is wrong with a target.
  static List<Finding> all(TargetView target, ReportConfig aims) {
    return Arrays.stream(values()).flatMap(c -> c.of.at(target, aims).stream()).toList();
  }

  private static Optional<Finding> dead(TargetView at, ReportConfig aims) {
    long none = at.totals().of(Figure.ATTEMPT_UNREACHABLE);
    boolean mostly = none >= ATTEMPTS_LEAST && share(at, none) >= MOST;
    if (!mostly && !at.open()) {
      return Optional.empty();
    }
    String state = at.open() ? "it is failing: its circuit is open" : "";
    String seen = none == 0 ? "" : part(at, none) + " found no connection";
    return found(
        at, DEAD, join(seen, state), none == 0 ? Remedies.closed(at) : Remedies.unreachable(at));
  }

  private static String join(String one, String other) {
    return one.isEmpty() || other.isEmpty() ? one + other : one + "; " + other;
  }

  private static Optional<Finding> credential(TargetView at, ReportConfig aims) {
    Totals totals = at.totals();
    long refused =
        totals.of(Figure.ATTEMPT_CREDENTIAL_REFUSED) + totals.of(Figure.ATTEMPT_EXHAUSTED);
    if (refused == 0 && at.aside().isEmpty()) {
      return Optional.empty();
    }
    String aside =
        at.aside().isEmpty()
            ? ""
            : Reasons.keys(at) + " " + Plural.noun(at.aside().size(), "is", "are") + " set aside";
    String times = refused == 1 ? "once" : refused + " times";
    String which = at.keys() == 1 ? "its only key " : "a key of it ";
    String seen = refused == 0 ? "" : at.provider() + " refused " + which + times;
    String key = "providers." + at.provider() + (at.keys() > 1 ? ".keys" : ".key");
    boolean spent = totals.of(Figure.ATTEMPT_EXHAUSTED) > 0;
    String remedy = spent ? "add credit at the provider, or another key to " : "replace ";
    return found(at, CREDENTIAL, join(seen, aside), remedy + key);
  }

  /// Finds calls for unknown models. A name that a caller makes up is its own fault: this counts
  /// names that the configuration has.
  private static Optional<Finding> unknownModel(TargetView at, ReportConfig aims) {
    long unknown = at.totals().of(Figure.MODEL_UNKNOWN);
    if (unknown == 0 || share(at, unknown) < MANY) {
      return Optional.empty();
    }
    String problem = part(at, unknown) + " were answered with 404: the provider has no such model";
    return found(at, UNKNOWN_MODEL, problem, Remedies.unknownModel(at));
  }

  private static Optional<Finding> rateLimit(TargetView at, ReportConfig aims) {
    long throttled = at.totals().of(Figure.ATTEMPT_THROTTLED);
    if (throttled < ATTEMPTS_LEAST || share(at, throttled) < aims.rateLimitHits()) {
      return Optional.empty();
    }
    Figure limit = Remedies.most(at.totals(), Figure.LIMIT_REQUESTS, Figure.LIMIT_UNKNOWN);
    String what = limit.name().substring("LIMIT_".length()).toLowerCase(Locale.ROOT);
    String by = limit == Figure.LIMIT_UNKNOWN ? "" : " for " + what;
    return found(
        at, RATE_LIMIT, part(at, throttled) + " hit a rate limit" + by, Remedies.limits(at, limit));
  }

  private static Optional<Finding> timeout(TargetView at, ReportConfig aims) {
    long late = at.totals().of(Figure.ATTEMPT_TIMED_OUT);
    if (late < ATTEMPTS_LEAST || share(at, late) < aims.timeouts()) {
      return Optional.empty();
    }
    Figure phase = Remedies.most(at.totals(), Figure.PHASE_CONNECT, Figure.PHASE_DEADLINE);
    return found(
        at,
        TIMEOUT,
        part(at, late) + " ran into a timeout: " + word(phase),
        Remedies.wait(at, phase));
  }

  private static String word(Figure phase) {
    return phase.name().substring("PHASE_".length()).toLowerCase(Locale.ROOT);
  }

  private static Optional<Finding> failing(TargetView at, ReportConfig aims) {
    Totals totals = at.totals();
    long bad = totals.of(Figure.ATTEMPT_OVERLOADED) + totals.of(Figure.ATTEMPT_BAD_ANSWER);
    if (bad < ATTEMPTS_LEAST || share(at, bad) < MANY) {
      return Optional.empty();
    }
    boolean busy = totals.of(Figure.ATTEMPT_OVERLOADED) >= totals.of(Figure.ATTEMPT_BAD_ANSWER);
    String how = busy ? " failed at the provider (5xx)" : " brought a broken answer";
    return found(at, FAILING, part(at, bad) + how, Remedies.failing(at));
  }

  private static Optional<Finding> slow(TargetView at, ReportConfig aims) {
    Totals totals = at.totals();
    Optional<Duration> took =
        totals.latencyParts().map(parts -> Duration.ofNanos(parts.provider()));
    if (totals.of(Figure.CALL_ANSWERED) < ATTEMPTS_LEAST
        || took.isEmpty()
        || took.get().compareTo(aims.latency()) <= 0) {
      return Optional.empty();
    }
    String aim = Unit.SECONDS.show(seconds(aims.latency()));
    return found(
        at,
        SLOW,
        "its answers took %s on average%s, where less than %s is aimed at"
            .formatted(Unit.SECONDS.show(seconds(took.get())), p99(totals), aim),
        Remedies.slow(at));
  }

  /// The 99th percentile of whole calls in words; empty where calls waited, since then it is not of
  /// the provider's part alone.
  private static String p99(Totals totals) {
    return totals.of(Figure.LATENCY_QUEUE_MICROS) > 0
        ? ""
        : totals.quantile(Measure.CALL, 0.99).map(t -> ", p99 " + time(t)).orElse("");
  }

  private static Optional<Finding> quota(TargetView at, ReportConfig aims) {
    return at.quotas().stream()
        .filter(quota -> quota.known() && quota.utilisation() >= aims.utilisation())
        .findFirst()
        .flatMap(
            quota ->
                found(
                    at,
                    QUOTA,
                    "%s of its limit of %s a minute is used"
                        .formatted(Unit.SHARE.show(quota.utilisation()), Unit.count(quota.limit())),
                    ("ask the provider for more, add a key to providers.%s.keys, or a target; then"
                            + " raise %s")
                        .formatted(at.provider(), quota.key())));
  }

  /// Finds usages that cannot be. A provider's usage is charged as told, so that somebody has to
  /// look at it.
  private static Optional<Finding> usage(TargetView at, ReportConfig aims) {
    return at.implausible()
        .flatMap(
            told ->
                found(
                    at,
                    USAGE,
                    ("it has told %s since the start that no tokenizer gives, and %s were charged for"
                            + " %s; the last one was %s read and %s written, of a body of %s")
                        .formatted(
                            Plural.of(told.calls(), "usage"),
                            Money.text(told.nanos()),
                            Plural.noun(told.calls(), "it", "them"),
                            Plural.of(told.input(), "token"),
                            told.output(),
                            Plural.of(told.bytes(), "byte")),
                    "compare providers."
                        + at.provider()
                        + " with its bill: it, or what stands in front of it, counts wrongly"));
  }

  /// Finds units that no request allows, which are charged as told, too.
  private static Optional<Finding> units(TargetView at, ReportConfig aims) {
    return at.units()
        .flatMap(
            told ->
                found(
                    at,
                    UNITS,
                    ("it has told more units than were asked for in %s since the start, and %s were"
                            + " charged for %s; the last one told %s, where its request allows %d at"
                            + " most")
                        .formatted(
                            Plural.of(told.calls(), "answer"),
                            Money.text(told.nanos()),
                            Plural.noun(told.calls(), "it", "them"),
                            Plural.of(told.told(), told.unit().word().replace('_', ' ')),
                            told.most()),
                    "compare providers."
                        + at.provider()
                        + " with its bill: it, or what stands in front of it, counts wrongly"));
  }

  /// Calls are let in by the price of the tier that they ask for.
  private static Optional<Finding> tier(TargetView at, ReportConfig aims) {
    return at.tier()
        .flatMap(
            told ->
                found(
                    at,
                    TIER,
                    ("it has answered %s since the start in the service tier %s, which is dearer than"
                            + " what was asked for")
                        .formatted(Plural.of(told.calls(), "call"), told.tier()),
                    ("say prices.default_tier: {%s: %s}, so that budgets hold; or take it from the"
                            + " account's settings at the provider")
                        .formatted(at.provider(), told.tier())));
  }

  /// Finds losses. Where keys owe little of what providers bill, budgets of keys hold little of it.
  private static Optional<Finding> loss(TargetView at, ReportConfig aims) {
    return at.losses()
        .filter(sums -> sums.gateway() >= LOST_LEAST && sums.gateway() >= LOST * sums.all())
        .flatMap(sums -> sums.most().flatMap(most -> loss(at, sums, most.cause())));
  }

  private static Optional<Finding> loss(TargetView at, RecentSpend.Sums sums, Loss.Cause cause) {
    return found(
        at,
        LOSS,
        Money.text(sums.gateway())
            + " of the "
            + Money.text(sums.all())
            + " that were paid within the last hour no key owes; "
            + Money.text(sums.mostNanos())
            + " of it is this target's, for the reason "
            + cause.word(),
        Remedies.saving(at, cause));
  }

  private static Optional<Finding> found(
      TargetView at, Cause cause, String problem, String remedy) {
    return Optional.of(new Finding(at.name(), cause, problem, remedy));
  }

  private static double share(TargetView at, long part) {
    return Situation.share(part, at.totals().attempts());
  }

  /// Words for a share, such as `3.1 % of 812 attempts`.
  private static String part(TargetView at, long part) {
    return Unit.SHARE.show(share(at, part)) + " of " + at.totals().attempts() + " attempts";
  }

  private static String time(Duration time) {
    return Unit.SECONDS.show(seconds(time));
  }

  private static double seconds(Duration time) {
    return time.toNanos() / 1e9;
  }
}
