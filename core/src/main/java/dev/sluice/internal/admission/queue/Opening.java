package dev.sluice.internal.admission.queue;

import dev.sluice.call.gate.Gate;
import dev.sluice.call.gate.Target;

/// What the gates of a call's targets say of it: that one is open, or why none is.
sealed interface Opening {

  /// The call may go there now.
  record Open(Target target) implements Opening {}

  /// All are closed.
  ///
  /// @param by what the gate says that opens first; of those that are worth waiting for, if any are
  /// @param waitable whether waiting makes sense
  record Shut(Gate.Closed by, boolean waitable) implements Opening {

    /// Whether `other` is the one to be told.
    boolean isWorseThan(Shut other) {
      return waitable == other.waitable ? other.by.until() - by.until() < 0 : other.waitable;
    }
  }
}
