/// Tests of accounts: audit.
@NullMarked
package dev.sluice.accounts.audit;

import org.jspecify.annotations.NullMarked;
