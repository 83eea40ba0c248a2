package dev.sluice.internal.admission;

import dev.sluice.call.Failed;

/// What a call has got that asked for a grant.
sealed interface Turn {
  /// A grant, whose attempt has begun.
  record Granted(GrantedAttempt attempt) implements Turn {}

  /// No grant.
  record Refused(Failed why) implements Turn {}
}
