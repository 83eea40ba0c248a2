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
/// The journal ([dev.sluice.accounts.ledger.Journal]) is files that are mapped into memory, to
/// which calls' threads append without waiting, and from which one thread reads what is to be
/// written to the store.
///
/// ```text
/// lock                      held while a process has the journal
/// open.calls                a slot a call that is under way
/// 0001764205367000.journal  calls that have ended, in segments; the number is its place
/// ```
///
/// What is in mapped memory belongs to the operating system: `kill -9` takes nothing of it. A power
/// failure takes what the system had not written to the disk yet. A file that is cut in place is
/// cut in memory, too, so the content of a segment is held a second time on the heap
/// ([dev.sluice.accounts.ledger.FrameCopies]).
///
/// ```text
/// segment:  header (64 bytes) | frame | frame | ... | zeros
/// frame:    length (4 bytes) | CRC-32C of salt, position and payload (4) | payload | zeros to a multiple of 8
/// ```
///
/// A payload is numbers and texts as bytes ([dev.sluice.accounts.ledger.FieldWriter],
/// [dev.sluice.accounts.ledger.FieldReader]). A thread takes room for a frame with one atomic
/// addition, writes the payload, and last the head, in one piece. So a process that dies leaves
/// each frame whole or without a head; a reader of its files skips what has no head that fits,
/// which costs nothing but what was not whole.
///
/// Threads: [dev.sluice.accounts.ledger.Ledger] listens on calls' threads and waits for nothing;
/// [dev.sluice.accounts.ledger.Spend] waits for the store. A
/// [dev.sluice.accounts.ledger.WriteBatch] is handed from the ledger's thread to the store's and
/// changes no more. Tables are read and written as work of the store, on its threads; all else is
/// confined to the ledger's. [dev.sluice.accounts.ledger.Journal#append] and
/// [dev.sluice.accounts.ledger.OpenCalls] are for calls' threads, take no lock and make no system
/// call; all else of the journal belongs to the ledger's thread.
@NullMarked
package dev.sluice.accounts.ledger;

import org.jspecify.annotations.NullMarked;
