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
@NullMarked
package dev.sluice.accounts.ledger;

import org.jspecify.annotations.NullMarked;
