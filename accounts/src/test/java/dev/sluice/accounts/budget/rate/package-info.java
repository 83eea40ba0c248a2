@NullMarked
package dev.sluice.accounts.budget.rate;

import org.jspecify.annotations.NullMarked;
