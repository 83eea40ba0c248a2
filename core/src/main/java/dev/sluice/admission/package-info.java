/// Admission: where a call may go now. One decision picks a target whose gates (breaker, quota,
/// credential) are all open and enters them; they are left when the attempt has ended, exactly
/// once.
///
/// ```text
/// Admission  the service of a route: grant, attempt, settle
///   Choice   which of the targets: by tier, health and weight
///   Desk     the lock, and what is done under it
///     Grant  a target and the permits of its gates
///   GrantedSink  sees the first meaningful event on the loop, which takes no lock
/// ```
@NullMarked
package dev.sluice.admission;

import org.jspecify.annotations.NullMarked;
