package dev.sluice.call;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The targets that have failed a call already, so that the next attempt goes to another one if it
/// can.
///
/// @param targets as `provider/model`, in the order of the attempts
/// @param unfit the targets that cannot take the call, whatever their state; the call is not sent
///   there again
/// @param fit the only targets that can take the call, whichever the route has; empty for all of
///   them
/// @param cause why the next attempt is made
public record FailedTargets(
    List<String> targets, Set<String> unfit, Optional<Set<String>> fit, Cause cause) {

  /// The value for a call's first attempt.
  public static final FailedTargets NONE =
      new FailedTargets(List.of(), Set.of(), Optional.empty(), Cause.FIRST);

  public FailedTargets {
    targets = List.copyOf(targets);
    unfit = Set.copyOf(unfit);
    fit = fit.map(Set::copyOf);
  }

  /// Why an attempt is made.
  public enum Cause {
    /// The attempt is the first.
    FIRST,
    /// The attempt before has failed.
    FAILURE,
    /// The credential of the attempt before is of no use.
    CREDENTIAL,
    /// The attempt before has not begun to answer, and still may. The new attempt must not wait for
    /// anything.
    RACE,
    /// The gateway itself tests whether a target answers again. The attempt must not wait for
    /// anything.
    PROBE
  }

  /// These targets and `target`, which has failed the call too.
  public FailedTargets and(String target) {
    var more = new ArrayList<>(targets);
    more.add(target);
    return new FailedTargets(more, unfit, fit, Cause.FAILURE);
  }

  /// The value for a first attempt, which goes to no target that cannot take the call.
  public FailedTargets afresh() {
    return new FailedTargets(List.of(), unfit, fit, Cause.FIRST);
  }

  /// These targets, where `all` of them cannot take the call and are not asked again.
  public FailedTargets butFor(Set<String> all) {
    return new FailedTargets(targets, all, fit, cause);
  }

  /// These targets, where only those in `all` can take the call, also when the route gets more.
  public FailedTargets only(Set<String> all) {
    return new FailedTargets(targets, unfit, Optional.of(all), cause);
  }

  /// Whether every target of the route can take the call.
  public boolean allFit() {
    return unfit.isEmpty() && fit.isEmpty();
  }

  /// Whether `target` can take the call.
  public boolean fits(String target) {
    return !unfit.contains(target) && fit.map(all -> all.contains(target)).orElse(true);
  }

  /// These targets with another cause for the next attempt.
  public FailedTargets because(Cause other) {
    return new FailedTargets(targets, unfit, fit, other);
  }

  /// Whether the next attempt is made at once or not at all.
  public boolean mustNotWait() {
    return cause == Cause.RACE || cause == Cause.PROBE;
  }

  /// Whether `target` has failed the call.
  public boolean contains(String target) {
    return targets.contains(target);
  }

  /// The reason why an attempt at `target` is made, in one word for metrics: `first`, `retry`
  /// (again there), `fallback` (at another target), `credential`, `race`, `probe`.
  public String reason(String target) {
    return switch (cause) {
      case FIRST -> "first";
      case FAILURE -> contains(target) ? "retry" : "fallback";
      case CREDENTIAL -> "credential";
      case RACE -> "race";
      case PROBE -> "probe";
    };
  }
}
