package dev.sluice.internal.admission;

import dev.sluice.call.Failed;

/// What a call has got that asked for a grant.
sealed interface Turn permits GrantedAttempt, Turn.Refused {
  /// No grant.
  record Refused(Failed why) implements Turn {}
}
