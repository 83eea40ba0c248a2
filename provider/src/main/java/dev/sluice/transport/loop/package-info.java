/// Event loops that own sockets and carry the virtual threads of calls
/// ([dev.sluice.transport.loop.Loops]). See docs/adr/0001.
///
/// A lock that loops take is taken by no virtual thread that a loop carries, and the other way
/// round, locks of the JDK and of libraries included: such a thread is handed the lock while its
/// loop may already wait behind it, and neither goes on (docs/adr/0040).
@NullMarked
package dev.sluice.transport.loop;

import org.jspecify.annotations.NullMarked;
