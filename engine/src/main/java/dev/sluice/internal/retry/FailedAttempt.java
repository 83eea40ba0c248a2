package dev.sluice.internal.retry;

import dev.sluice.call.Failed;
import java.time.Duration;
import java.util.Optional;

/// A failure, and the state of its call.
///
/// @param why the failure
/// @param attempted whether the failure is that of an attempt, not of admission
/// @param attempts how many attempts the call has made, those with a useless credential aside
/// @param moves how many attempts had a useless credential
/// @param committed whether some of the answer has reached the client
/// @param remaining until the call's deadline
/// @param another a target that has not failed the call and can take it now; with a hint or a
///   useless credential, also the same target with another credential
/// @param affordable whether the budget allows one more repeat
/// @param again whether the client itself has sent the call before
record FailedAttempt(
    Failed why,
    boolean attempted,
    int attempts,
    int moves,
    boolean committed,
    Duration remaining,
    Optional<String> another,
    boolean affordable,
    boolean again) {}
