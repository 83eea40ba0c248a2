/// What calls are expected to use and to cost, by what earlier ones have used. Safe for any thread.
@NullMarked
package dev.sluice.accounts.budget.estimate;

import org.jspecify.annotations.NullMarked;
