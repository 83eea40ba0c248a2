/// The edge: one connection of a client, from the first byte of a request to the last of its
/// answer.
///
/// ```text
/// IDLE ─ head ─> READING ─ body ─> ANSWERING ─ answered ─> IDLE
///  │└── turned away ──┴────────────────┴──> CLOSING ─> closed
///  ├── a new token ─> HELD ─ verified ─> IDLE, with the head
///  └── no good key ─> REFUSING ─ its turn ─> IDLE, or CLOSING
/// ```
///
/// - A request is judged by its head, before its body is read ([HeadValidator], [Decision]). Its
///   client's [dev.sluice.server.client.ClientKey] says which tenant its calls count as, and how
///   urgent they may be; headers choose within that.
/// - The body is scanned as it is collected ([BodyIntake]), and becomes a call ([ClientCall]).
/// - The call's answer leaves through [ClientExit]: framing, headers, errors in the client's
///   dialect.
/// - A stream of HTTP/2 goes the same way, once ([dev.sluice.server.http2]).
/// - A request that shows no good key, and has a short body, keeps its connection. Its refusal
///   waits where such requests are many ([RefusalRateLimiter]). On a stream it waits whatever the
///   body is: nothing ends with it that its client would have to open again.
///
/// Threads: everything about a connection is confined to its event loop. The socket is read all the
/// time, so that a client which leaves is seen while its call runs; but for the time that a large
/// body waits for room ([BodyWait]).
@NullMarked
package dev.sluice.server.edge;

import org.jspecify.annotations.NullMarked;
