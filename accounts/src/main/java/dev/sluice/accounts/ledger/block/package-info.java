/// What the ledger's thread makes of entries: sums, and calls one by one in blocks.
///
/// ```text
/// JournalReader ──> BatchReader ──> SpendSum   by day, team, key, model, target, payer, reason
///                               └─> BlockCutter ──> Block   the calls of a key, as bytes
/// Block ──> BlockReader ──> EntryView
/// ```
///
/// A batch has up to 16,384 entries. Reading one leaves little on the heap but its sums and blocks:
/// payloads are copied into one buffer, which is used again, and names that are there already are
/// not made again.
///
/// Threads: a [dev.sluice.accounts.ledger.block.Batch] is handed from the ledger's thread to that
/// of the store and changes no more; all else is confined to one thread.
@NullMarked
package dev.sluice.accounts.ledger.block;

import org.jspecify.annotations.NullMarked;
