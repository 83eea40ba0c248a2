package dev.sluice.report.history;

import dev.sluice.call.Failed;
import dev.sluice.call.Outcome;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The figures that are counted of a target, a route and a band. Calls and attempts are the sums of
/// their outcomes.
public enum Figure {
  /// Calls by their outcome; the rest of the name is [Outcome#kind].
  CALL_ANSWERED,
  CALL_THROTTLED,
  CALL_ACCOUNT_THROTTLED,
  CALL_OVERLOADED,
  CALL_EXHAUSTED,
  CALL_CREDENTIAL_REFUSED,
  CALL_REFUSED,
  CALL_INVALID,
  CALL_LIMIT_REACHED,
  CALL_UNREACHABLE,
  CALL_TIMED_OUT,
  CALL_BAD_ANSWER,
  CALL_OUT_OF_MEMORY,
  CALL_SHED,
  CALL_CANCELLED,
  CALL_INTERNAL,

  /// Calls that failed, by [CallFault]; minutes that an earlier version has stored have none of
  /// these.
  FAULT_PROVIDER,
  FAULT_GATEWAY,
  FAULT_CALLER,

  /// Attempts that were answered; the next figures are attempts by their other outcomes.
  ATTEMPT_ANSWERED,
  ATTEMPT_THROTTLED,
  ATTEMPT_ACCOUNT_THROTTLED,
  ATTEMPT_OVERLOADED,
  ATTEMPT_EXHAUSTED,
  ATTEMPT_CREDENTIAL_REFUSED,
  ATTEMPT_REFUSED,
  ATTEMPT_INVALID,
  ATTEMPT_LIMIT_REACHED,
  ATTEMPT_UNREACHABLE,
  ATTEMPT_TIMED_OUT,
  ATTEMPT_BAD_ANSWER,
  ATTEMPT_OUT_OF_MEMORY,
  ATTEMPT_SHED,
  ATTEMPT_CANCELLED,
  ATTEMPT_INTERNAL,

  /// Attempts by why they were made; the rest of the name is that of
  /// [dev.sluice.call.FailedTargets#reason].
  BECAUSE_FIRST,
  BECAUSE_RETRY,
  BECAUSE_FALLBACK,
  BECAUSE_CREDENTIAL,
  BECAUSE_RACE,
  BECAUSE_PROBE,

  /// Attempts that a rate limit refused, by what it counts.
  LIMIT_REQUESTS,
  LIMIT_TOKENS,
  LIMIT_DAY,
  LIMIT_UNKNOWN,

  /// Attempts that ran into a timeout, by the phase.
  PHASE_CONNECT,
  PHASE_FIRST_TOKEN,
  PHASE_OVERTAKEN,
  PHASE_STALL,
  PHASE_TOTAL,
  PHASE_DEADLINE,

  /// Attempts that found no connection, by what was in the way.
  OBSTACLE_DNS,
  OBSTACLE_EGRESS_DENIED,
  OBSTACLE_REFUSED,
  OBSTACLE_TLS,
  OBSTACLE_PROXY_FAILED,
  OBSTACLE_PROXY_DENIED,
  OBSTACLE_RESET,
  OBSTACLE_POOL_FULL,
  OBSTACLE_NO_DESCRIPTORS,

  /// Attempts that a provider answered with 404, although the configuration names the model.
  MODEL_UNKNOWN,
  /// Calls that a deadline of their own has ended sooner than a call counts as slow.
  SHORT_DEADLINE,
  /// Calls that made at least one repeat.
  REPEATED,
  /// Calls that were refused at once, before their first attempt, for want of capacity.
  REFUSED_AT_ENTRY,
  /// Calls that were refused for want of capacity after they had waited.
  REFUSED_LATE,
  /// The waits of calls that were granted but not at once, in microseconds: as they were, and as
  /// they had been forecast.
  WAITED_MICROS,
  PREDICTED_MICROS,
  /// Calls that ran while their loop did not turn.
  BLOCKED,
  /// Calls whose thread was pinned to its carrier while it waited.
  PINNED,
  /// Calls that were sent to providers, whatever their attempts.
  SENT,
  /// Calls that were answered without an upstream call of their own.
  SAVED,
  /// Answered calls that were streamed.
  STREAMS,
  /// The sum of the latencies of answered calls, in microseconds: to the first token of streams, to
  /// the end of whole answers.
  LATENCY_MICROS,
  /// The part of the latency that was spent in the queue; the next figure is the gateway's own, and
  /// the rest was the providers'.
  LATENCY_QUEUE_MICROS,
  LATENCY_GATEWAY_MICROS,
  /// Tokens of calls.
  INPUT_TOKENS,
  OUTPUT_TOKENS,
  CACHED_TOKENS;

  /// How many figures there are.
  static final int COUNT = values().length;

  private static final Map<String, Figure> BY_NAME =
      Arrays.stream(values()).collect(Collectors.toUnmodifiableMap(Figure::name, f -> f));
  private static final Map<String, Figure> CALLS = under("CALL_");
  private static final Map<String, Figure> ATTEMPTS = under("ATTEMPT_");
  private static final Map<String, Figure> REASONS = under("BECAUSE_");
  private static final Map<CallFault, Figure> FAULTS = under("FAULT_", CallFault.values());
  private static final Map<Failed.Dimension, Figure> LIMITS =
      under("LIMIT_", Failed.Dimension.values());
  private static final Map<Failed.Phase, Figure> PHASES = under("PHASE_", Failed.Phase.values());
  private static final Map<Failed.Obstacle, Figure> OBSTACLES =
      under("OBSTACLE_", Failed.Obstacle.values());

  /// The figure that counts calls with this outcome.
  public static Figure ofCall(Outcome outcome) {
    return known(CALLS, outcome.kind());
  }

  /// The figure that counts calls that failed by this fault.
  public static Figure of(CallFault fault) {
    return known(FAULTS, fault);
  }

  /// The figure that counts attempts with this outcome.
  public static Figure ofAttempt(Outcome outcome) {
    return known(ATTEMPTS, outcome.kind());
  }

  /// The figure that counts attempts that were made for this reason.
  public static Figure ofReason(String reason) {
    return known(REASONS, reason);
  }

  /// Attempts that a limit of this kind refused.
  public static Figure of(Failed.Dimension limit) {
    return known(LIMITS, limit);
  }

  /// Attempts that ran into a timeout of this phase.
  public static Figure of(Failed.Phase phase) {
    return known(PHASES, phase);
  }

  /// The figure that counts attempts that found this obstacle.
  public static Figure of(Failed.Obstacle obstacle) {
    return known(OBSTACLES, obstacle);
  }

  /// The figure that counts the particular of an outcome; empty where it has none.
  public static Optional<Figure> particular(Outcome outcome) {
    return switch (outcome) {
      case Failed.Throttled(var limit, _, _) -> Optional.of(of(limit));
      case Failed.TimedOut(var phase, _) -> Optional.of(of(phase));
      case Failed.Unreachable(var obstacle, _) -> Optional.of(of(obstacle));
      default -> Optional.empty();
    };
  }

  /// All figures from `first` to `last`, both included.
  public static Set<Figure> range(Figure first, Figure last) {
    return EnumSet.range(first, last);
  }

  /// The place of this figure in a vector of figures.
  @SuppressWarnings("EnumOrdinal")
  int place() {
    return ordinal();
  }

  private static <K> Figure known(Map<K, Figure> figures, K key) {
    return Objects.requireNonNull(figures.get(key));
  }

  private static Map<String, Figure> under(String prefix) {
    return BY_NAME.values().stream()
        .filter(figure -> figure.name().startsWith(prefix))
        .collect(
            Collectors.toUnmodifiableMap(
                f -> f.name().substring(prefix.length()).toLowerCase(Locale.ROOT),
                Function.identity()));
  }

  private static <E extends Enum<E>> Map<E, Figure> under(String prefix, E[] values) {
    return Arrays.stream(values)
        .collect(
            Collectors.toUnmodifiableMap(
                value -> value, value -> known(BY_NAME, prefix + value.name())));
  }
}
