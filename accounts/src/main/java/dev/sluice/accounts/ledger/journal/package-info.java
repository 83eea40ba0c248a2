/// The journal of the ledger: files that are mapped into memory, to which calls' threads append
/// without waiting, and from which one thread reads what is to be written to the store.
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
/// ([dev.sluice.accounts.ledger.journal.FrameCopies]).
///
/// ```text
/// segment:  header (64 bytes) | frame | frame | ... | zeros
/// frame:    length (4 bytes) | CRC-32C of salt, position and payload (4) | payload | zeros to a multiple of 8
/// ```
///
/// A payload is numbers and texts as bytes ([dev.sluice.accounts.ledger.journal.FieldWriter],
/// [dev.sluice.accounts.ledger.journal.FieldReader]). A thread takes room for a frame with one
/// atomic addition, writes the payload, and last the head, in one piece. So a process that dies
/// leaves each frame whole or without a head; a reader of its files skips what has no head that
/// fits, which costs nothing but what was not whole.
///
/// Threads: [dev.sluice.accounts.ledger.journal.Journal#append] and
/// [dev.sluice.accounts.ledger.journal.OpenCalls] are for calls' threads, take no lock and make no
/// system call; all else belongs to the one thread of the ledger.
@NullMarked
package dev.sluice.accounts.ledger.journal;

import org.jspecify.annotations.NullMarked;
