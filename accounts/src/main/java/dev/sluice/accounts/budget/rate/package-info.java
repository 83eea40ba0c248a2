/// Limits a minute: state machines that take `now` as an argument, safe for any thread, without a
/// lock.
@NullMarked
package dev.sluice.accounts.budget.rate;

import org.jspecify.annotations.NullMarked;
