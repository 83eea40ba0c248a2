/// The audit log: a row for each change of an account, in the transaction of that change. Rows are
/// only added, which the tables' triggers hold to, and each holds a hash of the one before it.
@NullMarked
package dev.sluice.accounts.audit;

import org.jspecify.annotations.NullMarked;
