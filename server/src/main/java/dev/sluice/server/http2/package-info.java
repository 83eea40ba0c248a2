/// HTTP/2 towards clients: one connection with many streams, each of which carries one request and
/// its answer, and looks to the handlers behind it like a connection of HTTP/1.1.
///
/// ```text
/// socket -> FrameGuard -> Netty's codec -> multiplexer -> Http2Session
///                                              │
///                                              └ a channel a stream: StreamCodec -> the client's calls
/// ```
///
/// A stream is served as a connection of HTTP/1.1 is: [StreamCodec] is its
/// [dev.sluice.server.http.RequestSource], and [Http2AnswerWriter] frames its answer. Its channel
/// is writable as far as its flow-control window lets it be, so a slow stream stops only itself.
/// What is said about the whole connection is [Http2Session]'s: when it begins, rests and ends, and
/// whether its client takes anything at all.
///
/// Work that a client causes without a request is bounded by budgets of the connection
/// ([FrameBudget]) and of the client ([ClientBudgets]); [FrameGuard] counts before the work is
/// done.
///
/// Nothing of this package is loaded before a client may speak HTTP/2.
///
/// Threads: confined to a connection's event loop.
@NullMarked
package dev.sluice.server.http2;

import org.jspecify.annotations.NullMarked;
