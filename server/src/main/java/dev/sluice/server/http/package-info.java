/// HTTP towards clients: requests and answers as bytes and headers, without their meaning.
///
/// Requests come through a decoder that takes nothing doubtful and a guard over the head
/// ([RequestDecoder], [RequestGuard]). A head that two implementations could read differently is
/// how requests are smuggled past a proxy; such a request is answered 400 and its connection
/// closed. Answers leave through [AnswerWriter], which writes heads and framing; [LingeringClose]
/// ends a connection.
///
/// Threads: confined to a connection's event loop.
@NullMarked
package dev.sluice.server.http;

import org.jspecify.annotations.NullMarked;
