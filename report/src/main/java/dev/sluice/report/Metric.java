package dev.sluice.report;

import com.google.errorprone.annotations.Immutable;
import dev.sluice.report.history.Figure;
import dev.sluice.report.history.Measure;
import dev.sluice.report.history.Totals;
import java.time.Duration;
import java.util.Locale;
import java.util.OptionalDouble;

/// The rows of the report, in their order: what each measures, in which unit, and its target.
public enum Metric {
  FAILED("Failed calls", Unit.SHARE, Metric::failed, ReportConfig::failed),
  LATENCY("Latency of answered calls", Unit.SECONDS, Metric::latency, a -> seconds(a.latency())),
  RATE_LIMIT_HITS(
      "Rate-limit hits",
      Unit.SHARE,
      s -> ofAttempts(s, s.all().of(Figure.ATTEMPT_THROTTLED)),
      ReportConfig::rateLimitHits),
  TIMEOUTS(
      "Timeout rate",
      Unit.SHARE,
      s ->
          ofCalls(
              s,
              Math.max(0, s.all().of(Figure.CALL_TIMED_OUT) - s.all().of(Figure.SHORT_DEADLINE))),
      ReportConfig::timeouts),
  RETRIES("Repeats a call", Unit.NUMBER, s -> ofCalls(s, s.all().repeats()), ReportConfig::retries),
  RETRY_RATE(
      "Repeated calls",
      Unit.SHARE,
      s -> ofCalls(s, s.all().of(Figure.REPEATED)),
      ReportConfig::retryRate),
  NON_BLOCKING("Calls with a running loop", Unit.SHARE, Metric::nonBlocking, _ -> 1),
  QUEUE_WAIT("Queue wait (p95)", Unit.SECONDS, Metric::wait, a -> seconds(a.queueWait())),
  REFUSED(
      "Refused (no capacity)",
      Unit.SHARE,
      s -> ofCalls(s, s.all().of(Figure.REFUSED_AT_ENTRY)),
      ReportConfig::refused),
  UTILISATION(
      "Quota used over a minute", Unit.SHARE, Metric::utilisation, ReportConfig::utilisation),
  BUDGET("Repeat budget left", Unit.REPEATS, Metric::budget, _ -> 1),
  BREAKERS("Targets failing or on trial", Unit.TARGETS, Metric::breakers, _ -> 0),
  SAVED("Upstream calls saved", Unit.SHARE, Metric::saved, _ -> Double.NaN),
  TOKENS("Tokens", Unit.TOKENS, Metric::tokens, _ -> Double.NaN),
  /// The share of calls that fail by their callers' own fault; its target is never missed, whatever
  /// callers do.
  CALLERS(
      "Callers' own failures",
      Unit.SHARE,
      s -> ofCalls(s, s.failures().caller()),
      _ -> Metric.CALLERS_MOST),
  /// The state of the store; applies only where there is one.
  STORE("Store and ledger", Unit.STATE, Metric::store, _ -> 0),
  /// The budget of which the largest part is spent; applies only where somebody has a budget.
  SPENT("Most of a budget spent", Unit.SHARE, Metric::spent, _ -> 1);

  private static final double P95 = 0.95;

  /// From this share of calls on that fail by their callers' own fault somebody is to know of it.
  private static final double CALLERS_MOST = 0.1;

  /// From this share of calls whose loop has not stood still on the others are few.
  private static final double FEW_BLOCKED = 0.95;

  private final String title;
  private final Unit unit;
  private final Current current;
  private final Aim aim;

  /// A function that finds the figure of a row.
  @Immutable
  @FunctionalInterface
  private interface Current {
    OptionalDouble of(Situation situation);
  }

  /// A function that finds the target of a row; not a number for nothing in particular.
  @Immutable
  @FunctionalInterface
  private interface Aim {
    double of(ReportConfig aims);
  }

  Metric(String title, Unit unit, Current current, Aim aim) {
    this.title = title;
    this.unit = unit;
    this.current = current;
    this.aim = aim;
  }

  /// The name of the metric for programs.
  public String key() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The name of the metric for people.
  public String title() {
    return title;
  }

  Unit unit() {
    return unit;
  }

  /// The figure; empty where there is too little to say.
  OptionalDouble current(Situation situation) {
    return current.of(situation);
  }

  /// The target of the figure; empty for none in particular.
  OptionalDouble aim(ReportConfig aims) {
    double value = aim.of(aims);
    return Double.isNaN(value) ? OptionalDouble.empty() : OptionalDouble.of(value);
  }

  /// Whether the figure is to be at least the target, and not at most.
  boolean atLeast() {
    return this == NON_BLOCKING || this == BUDGET;
  }

  /// Whether there is something to measure.
  boolean applies(Situation at) {
    return switch (this) {
      case SPENT -> !at.budgets().isEmpty();
      case STORE -> at.store().there();
      default -> true;
    };
  }

  /// Whether a miss is only to be told: a target on trial does no harm, a few calls whose loop
  /// stood still for a moment did not fail, callers are answerable for themselves, and a budget
  /// that is used up does what it is for, but that of all keys together.
  boolean isOnlyTold(Situation at) {
    return switch (this) {
      case BREAKERS -> at.targets().stream().noneMatch(TargetView::failing);
      case CALLERS -> true;
      case NON_BLOCKING -> nonBlocking(at).orElse(1) >= FEW_BLOCKED;
      case SPENT -> at.budgets().stream().noneMatch(Metric::endsAll);
      default -> false;
    };
  }

  private static boolean endsAll(OwnedBudget budget) {
    return budget.kind() == OwnedBudget.Kind.ALL && budget.share() >= 1;
  }

  private static double seconds(Duration duration) {
    return duration.toNanos() / 1e9;
  }

  private static OptionalDouble ofCalls(Situation at, long part) {
    return at.enough()
        ? OptionalDouble.of(Situation.share(part, at.all().calls()))
        : OptionalDouble.empty();
  }

  private static OptionalDouble ofAttempts(Situation at, long part) {
    long attempts = at.all().attempts();
    return attempts >= Situation.CALLS_LEAST
        ? OptionalDouble.of(Situation.share(part, attempts))
        : OptionalDouble.empty();
  }

  private static OptionalDouble failed(Situation at) {
    Failures failures = at.failures();
    return at.enough() || failures.enough()
        ? OptionalDouble.of(failures.share())
        : OptionalDouble.empty();
  }

  private static OptionalDouble store(Situation at) {
    return OptionalDouble.of(at.store().trouble().isPresent() ? 1 : 0);
  }

  private static OptionalDouble latency(Situation at) {
    return at.all().of(Figure.CALL_ANSWERED) < Situation.CALLS_LEAST
        ? OptionalDouble.empty()
        : OptionalDouble.of(seconds(at.all().latency().orElse(Duration.ZERO)));
  }

  private static OptionalDouble nonBlocking(Situation at) {
    long held = at.all().of(Figure.BLOCKED) + at.all().of(Figure.PINNED);
    return ofCalls(at, Math.max(0, at.all().calls() - held));
  }

  /// The wait of all calls, those that did not wait included.
  private static OptionalDouble wait(Situation at) {
    Totals all = at.all();
    long waited = all.count(Measure.WAIT);
    double late = (1 - P95) * Math.max(waited, all.calls());
    if (!at.enough() || waited <= late) {
      return at.enough() ? OptionalDouble.of(0) : OptionalDouble.empty();
    }
    double quantile = 1 - late / waited;
    return OptionalDouble.of(seconds(all.quantile(Measure.WAIT, quantile).orElse(Duration.ZERO)));
  }

  private static OptionalDouble utilisation(Situation at) {
    return at.targets().stream()
        .flatMap(target -> target.quotas().stream())
        .filter(QuotaView::known)
        .mapToDouble(QuotaView::utilisation)
        .max();
  }

  private static OptionalDouble budget(Situation at) {
    return at.targets().stream()
        .filter(target -> target.budgetLeft().isPresent())
        .mapToDouble(target -> target.budgetLeft().orElse(0))
        .min();
  }

  private static OptionalDouble breakers(Situation at) {
    return OptionalDouble.of(
        (double) at.targets().stream().filter(t -> t.failing() || t.onTrial()).count());
  }

  private static OptionalDouble saved(Situation at) {
    long calls = at.all().calls();
    return ofCalls(at, Math.max(0, Math.min(calls, at.all().of(Figure.SAVED))));
  }

  private static OptionalDouble spent(Situation at) {
    return at.budgets().stream().mapToDouble(OwnedBudget::share).max();
  }

  private static OptionalDouble tokens(Situation at) {
    Totals all = at.all();
    return OptionalDouble.of((double) (all.of(Figure.INPUT_TOKENS) + all.of(Figure.OUTPUT_TOKENS)));
  }
}
