/// Reads requests: a decoder that takes nothing doubtful, and the guard over a request's head.
/// Knows bytes and headers, and not what they mean. Confined to a connection's event loop.
///
/// A head that two implementations could read differently is how requests are smuggled past a
/// proxy; such a request is answered 400 and its connection closed.
///
/// Writes answers: heads, framing, and how a connection ends. Confined to a connection's event
/// loop.
@NullMarked
package dev.sluice.server.http;

import org.jspecify.annotations.NullMarked;
