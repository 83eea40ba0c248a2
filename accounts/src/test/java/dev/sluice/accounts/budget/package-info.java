@NullMarked
package dev.sluice.accounts.budget;

import org.jspecify.annotations.NullMarked;
