/// Retry and fallback: the reaction to an attempt that has failed.
///
/// ```text
/// Retry            the filter: sends, decides, waits, sends again
///   RetryPolicy    what to do next: a pure function of a [FailedAttempt]
///   RetryDecision  its answer: again (after a wait, here or elsewhere), or give up
///   RetryState     what one call has spent so far
///   RetryBudget    how many attempts at a target may be repeats; shared by all routes
///   Pause          the waiting
/// ```
///
/// Why a budget and not only a number of attempts: three attempts a call are right while one call
/// in fifty fails, and triple the load on a provider that is down. The budget lets a tenth of a
/// target's calls be repeated, whatever happens (the idea is Finagle's RetryBudget); when that is
/// not enough, the target that a repeat goes to helps with its own.
///
/// Repeats by clients are kept from multiplying with this: such a call is repeated at another
/// target or at an instant that the provider has named, and if no breaker guards the target the
/// budget bounds how many of them reach it while it fails. A call that gives up states when the
/// route is open again.
///
/// Threads: the filter runs on the call's thread and waits there;
/// [dev.sluice.internal.retry.RetryBudget] has a lock of its own, held for a few additions; nothing
/// here runs on a loop but the note that an attempt has begun.
@NullMarked
package dev.sluice.internal.retry;

import org.jspecify.annotations.NullMarked;
