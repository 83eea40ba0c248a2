/// Accounts over the admin listener, as [dev.sluice.accounts] keeps them: teams, keys, budgets and
/// the audit log, to read and to change, as JSON; and what calls have cost, as sums and call by
/// call, as JSON in pages or as tables for spreadsheets.
///
/// Threads: the admin listener's pools.
@NullMarked
package dev.sluice.server.accounts;

import org.jspecify.annotations.NullMarked;
