@NullMarked
package dev.sluice.accounts.budget.window;

import org.jspecify.annotations.NullMarked;
