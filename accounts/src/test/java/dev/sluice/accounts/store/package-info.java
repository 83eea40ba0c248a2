/// Tests of accounts: store.
@NullMarked
package dev.sluice.accounts.store;

import org.jspecify.annotations.NullMarked;
