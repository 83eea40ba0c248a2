/// Hedging: a second attempt at another target when the first token is late, so that one slow
/// target does not make the slowest calls. The first to begin an answer wins, the other one is
/// stopped. The idea is "The Tail at Scale" (Dean and Barroso 2013).
///
/// ```text
///   first attempt ──late──> second attempt beside it ──one begins to answer──> it alone
///         │                                          └──one fails──> the other one alone
///         └──answers or fails before──> no hedge
/// ```
///
/// - [dev.sluice.internal.hedge.Hedge] is the filter, [dev.sluice.internal.hedge.Race] one call's
///   two attempts
/// - [dev.sluice.internal.hedge.HeldSink] holds what an attempt says until it has won
/// - [dev.sluice.internal.hedge.TokenBudget] bounds the tokens spent for nothing
///
/// Only for streams: of a whole answer nothing is known before its end, so that lateness says
/// nothing and the second attempt would be paid in full. Only for short inputs, which cost little
/// to read twice.
///
/// Threads: the first attempt runs on the call's thread, the second on one of its own that has
/// ended when the filter returns; both are on the call's loop, which decides the winner.
@NullMarked
package dev.sluice.internal.hedge;

import org.jspecify.annotations.NullMarked;
