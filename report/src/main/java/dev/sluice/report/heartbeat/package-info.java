/// Finds out which loops stood still, and which calls' threads were pinned: a heartbeat on each
/// loop that comes late says that something has held the loop up, unless the whole process stood
/// still. A gateway that nobody asks starts none of it.
///
/// Threads: heartbeats run on their loops, [dev.sluice.report.heartbeat.ProcessPauses] on a
/// platform thread of its own, the recorder's events on a thread of the recorder; all answer any
/// thread without waiting.
@NullMarked
package dev.sluice.report.heartbeat;

import org.jspecify.annotations.NullMarked;
