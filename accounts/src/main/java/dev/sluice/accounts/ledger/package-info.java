/// The ledger: what every call has cost, once, also when the process or its store dies.
///
/// ```text
/// a call's thread   opened, settled ──> journal (mapped memory)
/// sluice-ledger     journal ──> JournalReader ──> BatchReader ──> Batch: sums, calls in blocks
///                     SpendSum              by day, team, key, model, target, payer, reason
///                     BlockCutter, Block    the calls of a key, as bytes
/// the store         Batch ──> BatchWriter ──> blocks, sums, the place in the journal
/// start             sums of the store, rest of the journal ──> SpentBefore ──> Budgets.restore
/// admin             Spend ──> sums, calls of a key: Block ──> BlockReader ──> EntryView
/// ```
///
/// Sums and place change in one transaction, and a batch is written only where it begins at the
/// place that the store knows: so an entry is in the sums once. Without a store no ledger is made.
///
/// A batch has up to 16,384 entries. Reading one leaves little on the heap but its sums and blocks:
/// payloads are copied into one buffer, which is used again, and a name that is in memory already
/// is not made again.
///
/// Threads: [dev.sluice.accounts.ledger.Ledger] listens on calls' threads and waits for nothing;
/// [dev.sluice.accounts.ledger.Spend] waits for the store. A
/// [dev.sluice.accounts.ledger.WriteBatch] is handed from the ledger's thread to the store's and
/// changes no more. Tables are read and written as work of the store, on its threads; all else is
/// confined to the ledger's.
@NullMarked
package dev.sluice.accounts.ledger;

import org.jspecify.annotations.NullMarked;
