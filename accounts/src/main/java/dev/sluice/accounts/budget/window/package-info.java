/// Windows of budgets, and what is spent in them: state machines that take `now` as an argument,
/// safe for any thread but a loop, without a lock.
@NullMarked
package dev.sluice.accounts.budget.window;

import org.jspecify.annotations.NullMarked;
