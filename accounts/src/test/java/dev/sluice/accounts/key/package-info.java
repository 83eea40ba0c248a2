/// Tests of accounts: key.
@NullMarked
package dev.sluice.accounts.key;

import org.jspecify.annotations.NullMarked;
