/// Budgets and limits: what keys, teams and all together may spend, and how fast a key may call.
///
/// ```text
/// enter:   calls at once, calls and tokens a minute of the key          (429 limit_exceeded)
/// reserve: the likely cost, from the budgets of key, team and all,
///          together or not at all                                      (429 budget_exceeded)
/// settle:  what it has cost instead of what was set aside
/// ```
///
/// [dev.sluice.accounts.budget.Budgets] keeps the counts and makes the [dev.sluice.call.Payer] of a
/// key. Windows are a pure function of time and zone ([dev.sluice.accounts.budget.window.Period]):
/// nothing is ever reset, a new window just begins at nothing. State machines take `now` as an
/// argument.
///
/// What is set aside is the input by the size of the body and the output that 95 of 100 such calls
/// stay below ([dev.sluice.accounts.budget.estimate.OutputModel]), never more than the call's own
/// bound and the model's. Where a budget is strict, or less than a twentieth of it is left, it is
/// the most that the call may write instead.
///
/// Threads: counts are atomics in memory; calls' threads read and change them and wait for nothing.
/// What they hold ends with the process; a ledger may listen
/// ([dev.sluice.accounts.budget.SpendListener]), and tells the next one what was spent.
@NullMarked
package dev.sluice.accounts.budget;

import org.jspecify.annotations.NullMarked;
