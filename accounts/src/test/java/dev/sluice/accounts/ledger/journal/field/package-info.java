@NullMarked
package dev.sluice.accounts.ledger.journal.field;

import org.jspecify.annotations.NullMarked;
