package dev.sluice.internal.admission.queue;

import dev.sluice.call.gate.Gate;
import dev.sluice.call.gate.Target;

/// Answer of the gates of a call's targets: one that is open, or why none is.
sealed interface Opening {

  /// A target that the call may go to now.
  record Open(Target target) implements Opening {}

  /// The reason why no target is open.
  ///
  /// @param by the answer of the gate that opens first; of those worth waiting for, if there are
  ///   any
  /// @param waitable whether waiting makes sense
  record Shut(Gate.Closed by, boolean waitable) implements Opening {

    /// Whether `other` is to be reported instead of this.
    boolean isWorseThan(Shut other) {
      return waitable == other.waitable ? other.by.until() - by.until() < 0 : other.waitable;
    }
  }
}
