package dev.sluice.report;

import dev.sluice.report.history.Figure;
import dev.sluice.report.history.Totals;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Why most of a target's attempts failed, in a few words. Pure functions.
final class Reasons {
  private Reasons() {}

  /// A cause of failures, and how often attempts have met it.
  ///
  /// @param cause the kind of trouble
  /// @param attempts how many attempts have met it
  /// @param words what is so, with the target's name
  record Reason(Cause cause, long attempts, String words) {}

  /// The cause that most of the failed attempts have met; empty where none has failed in such a
  /// way.
  static Optional<Reason> of(TargetView at) {
    return all(at)
        .max(Comparator.comparingLong(Reason::attempts))
        .filter(most -> most.attempts() > 0);
  }

  private static Stream<Reason> all(TargetView at) {
    Totals totals = at.totals();
    String name = at.name();
    return Stream.of(
        reason(Cause.DEAD, totals, Figure.ATTEMPT_UNREACHABLE, name + " could not be reached"),
        reason(
            Cause.CREDENTIAL,
            totals,
            Figure.ATTEMPT_CREDENTIAL_REFUSED,
            at.provider() + " refused " + keys(at)),
        reason(
            Cause.CREDENTIAL,
            totals,
            Figure.ATTEMPT_EXHAUSTED,
            "the account of " + keys(at) + " at " + at.provider() + " is used up"),
        reason(
            Cause.UNKNOWN_MODEL,
            totals,
            Figure.MODEL_UNKNOWN,
            at.provider() + " does not know the model " + at.model()),
        reason(
            Cause.RATE_LIMIT,
            totals,
            Figure.ATTEMPT_THROTTLED,
            name + " refused them by its rate limit"),
        reason(Cause.TIMEOUT, totals, Figure.ATTEMPT_TIMED_OUT, name + " was too late"),
        reason(
            Cause.FAILING,
            totals,
            Figure.ATTEMPT_OVERLOADED,
            name + " answered with errors of its own (5xx)"),
        reason(Cause.FAILING, totals, Figure.ATTEMPT_BAD_ANSWER, name + " broke its answers off"));
  }

  private static Reason reason(Cause cause, Totals totals, Figure figure, String words) {
    return new Reason(cause, totals.of(figure), words);
  }

  /// Names the credentials of a provider by their places in the configuration: `provider key 2 of
  /// 3`.
  static String keys(TargetView at) {
    if (at.aside().isEmpty()) {
      return at.keys() == 1 ? "its only provider key" : "a provider key";
    }
    String places = at.aside().stream().map(String::valueOf).collect(Collectors.joining(", "));
    String key = at.aside().size() == 1 ? "provider key " : "provider keys ";
    return key + places + " of " + at.keys();
  }
}
