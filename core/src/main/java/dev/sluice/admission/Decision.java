package dev.sluice.admission;

import dev.sluice.call.Failed;

/// What admission makes of a call.
sealed interface Decision {

  /// It may go.
  record Granted(Grant grant) implements Decision {}

  /// No target can take it now.
  record Denied(Failed why) implements Decision {}
}
