/// The edge: one connection of a client, from the first byte of a request to the last of its
/// answer. A request's head is judged before its body is read; the body is scanned as it is
/// collected, and becomes a call; the call's answer leaves through
/// [dev.sluice.server.edge.ClientExit].
///
/// ```text
/// IDLE ─ head ─> READING ─ body ─> ANSWERING ─ answered ─> IDLE
///  │└── turned away ──┴────────────────┴──> CLOSING ─> closed
///  └── no good key ─> REFUSING ─ its turn ─> IDLE, or CLOSING
/// ```
///
/// A request that shows no good key, and has a short body, keeps its connection. Its refusal waits
/// where such requests are many ([RefusalPace]).
///
/// A head is judged by its client's [dev.sluice.server.client.ClientKey]: which tenant its calls
/// count as, and how urgent they may be. Headers choose within that.
///
/// Everything about a connection is confined to its event loop. The socket is read all the time, so
/// that a client which leaves is seen while its call runs.
///
/// Judges a request by its head, before its body is read.
///
/// The answer on its way to the client: framing, headers, errors in the client's dialect. Confined
/// to the connection's event loop.
@NullMarked
package dev.sluice.server.edge;

import org.jspecify.annotations.NullMarked;
