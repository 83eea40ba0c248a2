/// Races: another attempt at another target when the first token is late, so that neither a slow
/// target makes the slowest calls nor a silent one costs a timeout. The first to mean something
/// wins, the others are stopped. The idea is "The Tail at Scale" (Dean and Barroso 2013); ADR 0084.
///
/// ```text
///   first attempt ──late──> another beside it ──one begins to answer──> it alone
///         │                   └──fails──> the next target, until there is none
///         └──answers or fails before──> no race
/// ```
///
/// - [dev.sluice.internal.race.Racing] is the filter, [dev.sluice.internal.race.Race] one call's
///   attempts, [dev.sluice.internal.race.Challengers] those beside the first
/// - [dev.sluice.internal.race.RaceTriggers] knows when an attempt is late
/// - [dev.sluice.internal.race.HeldSink] holds what an attempt says until it has won
/// - [dev.sluice.internal.race.TokenBudget] bounds the tokens spent for nothing
///
/// Only for attempts whose first token shows: of a whole answer nothing is known before its end, so
/// that lateness says nothing and another attempt would be paid in full.
///
/// Threads: the first attempt runs on the call's thread, the others on one of their own that has
/// ended when the filter returns; all are on the call's loop, which decides the winner.
@NullMarked
package dev.sluice.internal.race;

import org.jspecify.annotations.NullMarked;
