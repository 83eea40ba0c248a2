@NullMarked
package dev.sluice.accounts.ledger.table;

import org.jspecify.annotations.NullMarked;
