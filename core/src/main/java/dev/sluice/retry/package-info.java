/// Retry and fallback: what follows an attempt that has failed.
///
/// ```text
/// Retry     the filter: sends, decides, waits, sends again
///   Judge     what to do next: a pure function of a [Setback]
///   Decision  its answer: again (after a wait, here or elsewhere), or give up
///   Tries     what one call has spent so far
///   Budget    how many attempts at a target may be repeats; shared by all routes
///   Pause     the waiting
/// ```
///
/// Why a budget and not only a number of attempts: three attempts a call are right while one call
/// in fifty fails, and triple the load on a provider that is down. The budget lets a tenth of a
/// target's calls be repeated, whatever happens (the idea is Finagle's RetryBudget); when that is
/// not enough, the target that a repeat goes to helps with its own.
///
/// Threads: the filter runs on the call's thread and waits there; [dev.sluice.retry.Budget] has a
/// lock of its own, held for a few additions; nothing here runs on a loop but the note that an
/// attempt has begun.
@NullMarked
package dev.sluice.retry;

import org.jspecify.annotations.NullMarked;
