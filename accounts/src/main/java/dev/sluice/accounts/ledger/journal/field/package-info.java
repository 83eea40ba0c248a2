/// Numbers and texts as bytes, as the journal has them.
@NullMarked
package dev.sluice.accounts.ledger.journal.field;

import org.jspecify.annotations.NullMarked;
