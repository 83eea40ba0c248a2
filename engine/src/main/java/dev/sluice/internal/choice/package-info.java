/// Choice among targets of one rank: which of those that could take a call gets it, so that the
/// less busy one does (`balance: least_busy`) or the one whose prompt cache knows the conversation
/// (`affinity`). A route that configures neither has nothing of this.
///
/// [dev.sluice.internal.choice.Conversation] is a filter in front of the retry, on a call's virtual
/// thread: it finds out which conversation a call belongs to, once.
/// [dev.sluice.internal.choice.RouteChoice] is what a route remembers, across configurations;
/// [dev.sluice.internal.choice.TargetOrder] puts the targets of one configuration in order, on
/// calls' threads. [dev.sluice.internal.choice.Placements] is the state machine behind affinity,
/// under the lock of the order.
@NullMarked
package dev.sluice.internal.choice;

import org.jspecify.annotations.NullMarked;
