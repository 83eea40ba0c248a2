/// The ledger: what every call has cost, once, also when the process or its store dies.
///
/// ```text
/// a call's thread   opened, settled ──> journal (mapped memory)
/// sluice-ledger     journal ──> BatchReader ──> Batch: sums, calls in blocks
/// the store         Batch ──> BatchWriter ──> blocks, sums, the place in the journal
/// start             sums of the store, rest of the journal ──> SpentBefore ──> Budgets.restore
/// admin             Spend ──> sums, calls of a key
/// ```
///
/// Sums and place change in one transaction, and a batch is written only where it begins at the
/// place that the store knows: so an entry is in the sums once. Without a store no ledger is made.
///
/// Threads: what [dev.sluice.accounts.ledger.Ledger] is told as a listener comes on calls' threads
/// and waits for nothing; [dev.sluice.accounts.ledger.Spend] waits for the store; all else belongs
/// to the ledger's own thread and the store's.
///
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
/// Threads: a [dev.sluice.accounts.ledger.Batch] is handed from the ledger's thread to that of the
/// store and changes no more; all else is confined to one thread.
///
/// The tables of the ledger, and what writes them. All of it runs as work of a store, on its
/// threads.
@NullMarked
package dev.sluice.accounts.ledger;

import org.jspecify.annotations.NullMarked;
