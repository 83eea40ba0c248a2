/// Policies: how calls get to the provider.
///
/// ```text
/// Contender    all of them, by name
/// Policy       one: takes each call when it comes
///   Sluice       the gateway's own queue and quota; Calls makes what it sees, Knowledge what it
///                knows beforehand, RepeatPolicy how it repeats
///   Repeats      no gateway: clients repeat what was refused, some twice, some until the deadline
///   FixedOrderQueue  a gateway that lets calls wait in a fixed Order, as its Mirror of the limits
///                allows
/// ```
@NullMarked
package dev.sluice.lab.admit.policy;

import org.jspecify.annotations.NullMarked;
