/// Event loops that own sockets and carry the virtual threads of calls
/// ([dev.sluice.transport.loop.Loops]). See docs/adr/0001.
@NullMarked
package dev.sluice.transport.loop;

import org.jspecify.annotations.NullMarked;
