/// Writes answers: heads, framing, and how a connection ends. Confined to a connection's event
/// loop.
@NullMarked
package dev.sluice.server.http.response;

import org.jspecify.annotations.NullMarked;
