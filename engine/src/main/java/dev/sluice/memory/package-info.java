/// Memory: one account of all heap that grows with what peers send, so that no client and no
/// provider can end the process.
///
/// ```text
///   0           1/2          3/4         15/16    1    of the budget
///   |------------|------------|------------|------|
///   one client alone          |            |      |
///                | each at most 1/4, or one part  |
///                             | no copies         |
///                                          | parts of at most 64 KiB only
/// ```
///
/// [dev.sluice.memory.HeapBudget] is the account, [dev.sluice.memory.Shares] what each client holds
/// of it in large parts, [dev.sluice.memory.HeapReservation] one part. A part is counted by the
/// capacity that it pins; a body's holds what the scan of it keeps, too.
///
/// Limitations: it counts the heap. Netty's direct buffers are bounded for each connection instead
/// (docs/configuration.md); garbage is not counted, nor is a call's memory beside its bytes.
///
/// Threads: all of it is for any thread, loops included. Nothing here takes a lock.
@NullMarked
package dev.sluice.memory;

import org.jspecify.annotations.NullMarked;
