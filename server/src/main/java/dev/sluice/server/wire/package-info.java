/// HTTP/1.1 as the server speaks it: a decoder that takes nothing doubtful, the guard over a
/// request's head, and how answers are framed. Knows bytes and headers, and not what they mean.
/// Everything here is confined to a connection's event loop.
///
/// A head that two implementations could read differently is how requests are smuggled past a
/// proxy; such a request is answered 400 and its connection closed.
@NullMarked
package dev.sluice.server.wire;

import org.jspecify.annotations.NullMarked;
