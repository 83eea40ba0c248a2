/// Tests of accounts: terms.
@NullMarked
package dev.sluice.accounts.terms;

import org.jspecify.annotations.NullMarked;
