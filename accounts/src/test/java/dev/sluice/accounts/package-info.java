/// Tests of accounts.
@NullMarked
package dev.sluice.accounts;

import org.jspecify.annotations.NullMarked;
