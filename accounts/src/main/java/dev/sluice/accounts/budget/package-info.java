/// Budgets and limits: what keys, teams and all together may spend, and how fast a key may call.
///
/// ```text
/// enter:   calls at once, calls and tokens a minute of the key          (429 limit_exceeded)
/// reserve: the likely cost and the worst, in two sums of each budget of key, team and all,
///          together or not at all                    (429 budget_in_use, budget_exceeded)
/// settle:  what it has cost instead of both; the worst of a call that was given up, once a tenth
///          of a budget is left open by such calls
/// ```
///
/// [dev.sluice.accounts.budget.Budgets] keeps the counts and makes the [dev.sluice.call.Payer] of a
/// key; [dev.sluice.accounts.budget.Payers] finds it by what the key may spend and how fast it may
/// call. What the gateway asks of providers by itself has a payer, too. Windows are a pure function
/// of time and zone ([dev.sluice.accounts.budget.Period]): nothing is ever reset, a new window just
/// begins at nothing. Limits a minute and windows are state machines that take `now` as an
/// argument.
///
/// What is set aside is the input by the size of the body and the output that 95 of 100 such calls
/// of the same key stay below ([dev.sluice.accounts.budget.OutputModels]), never more than the
/// call's own bound and the model's. The worst is what the call itself allows, whatever was
/// learned; no budget is passed by more than its overrun, or by one call
/// ([dev.sluice.accounts.budget.SpendWindow]).
///
/// Counts end with the process; a ledger may listen ([dev.sluice.accounts.budget.SpendListener]),
/// and tells the next process what was spent.
///
/// Threads: counts are atomics in memory; calls' threads read and change them without a lock and
/// wait for nothing. A payer is asked for on an event loop, where the call is made, and takes no
/// lock there; what takes one is put off to the call's own thread. Limits are safe for any thread,
/// windows for any thread but a loop.
@NullMarked
package dev.sluice.accounts.budget;

import org.jspecify.annotations.NullMarked;
