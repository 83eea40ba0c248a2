/// What a segment of the journal holds, a second time, on the heap: a file that is cut in place is
/// cut in memory, too.
@NullMarked
package dev.sluice.accounts.ledger.journal.copy;

import org.jspecify.annotations.NullMarked;
