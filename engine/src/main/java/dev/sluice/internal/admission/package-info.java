/// Admission: which call goes next, and to which target. One decision picks a waiting call and a
/// target whose gates (breaker, credential, hold, quota) are all open, and enters them; they are
/// left when the attempt has ended, exactly once.
///
/// ```text
/// Admission              the service of a route: choose, wait, attempt, settle
///   TargetSelector       in which order the targets are asked: by tier, then as preferred
///     HomeTargets        at which target a conversation is at home
///   AdmissionController  the lock, and the waiting
///     WaiterThreads      which threads to wake
///     queue              what is decided under the lock: state machines
///   GrantedAttempt       hears of the first meaningful event on the loop, and takes no lock
/// ```
///
/// Threads: calls' threads take the admission controller's lock for a decision and park without it;
/// loops put reports into a list that the next holder of the lock drains.
@NullMarked
package dev.sluice.internal.admission;

import org.jspecify.annotations.NullMarked;
