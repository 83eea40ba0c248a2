package dev.sluice.call;

import java.util.ArrayList;
import java.util.List;

/// The targets that have failed a call already, so that the next attempt goes to another one if it
/// can.
///
/// @param targets as `provider/model`, in the order of the attempts
/// @param cause why the next attempt is made
public record FailedTargets(List<String> targets, Cause cause) {

  /// A call's first attempt.
  public static final FailedTargets NONE = new FailedTargets(List.of(), Cause.FIRST);

  public FailedTargets {
    targets = List.copyOf(targets);
  }

  /// Why an attempt is made.
  public enum Cause {
    /// The call has come.
    FIRST,
    /// An attempt before it has failed.
    FAILURE,
    /// The credential of the attempt before it is of no use.
    CREDENTIAL,
    /// The attempt before it has not begun to answer, and still may. It must not wait for anything.
    HEDGE
  }

  /// These and one more, that has failed.
  public FailedTargets and(String target) {
    var more = new ArrayList<>(targets);
    more.add(target);
    return new FailedTargets(more, Cause.FAILURE);
  }

  /// The same targets, and another cause for the next attempt.
  public FailedTargets because(Cause other) {
    return new FailedTargets(targets, other);
  }

  /// Whether `target` has failed the call.
  public boolean contains(String target) {
    return targets.contains(target);
  }

  /// The reason why an attempt at `target` is made, in one word for metrics: `first`, `retry`
  /// (again there), `fallback` (at another target), `credential`, `hedge`.
  public String reason(String target) {
    return switch (cause) {
      case FIRST -> "first";
      case FAILURE -> contains(target) ? "retry" : "fallback";
      case CREDENTIAL -> "credential";
      case HEDGE -> "hedge";
    };
  }
}
