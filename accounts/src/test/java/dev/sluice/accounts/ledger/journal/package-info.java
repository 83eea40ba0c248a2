@NullMarked
package dev.sluice.accounts.ledger.journal;

import org.jspecify.annotations.NullMarked;
