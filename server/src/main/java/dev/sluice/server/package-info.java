/// The server: [dev.sluice.server.SluiceServer] listens for clients in front of an engine, and for
/// operators on a port of its own; [dev.sluice.server.GatewayProcess] is the whole process.
///
/// ```text
/// socket -> http     one request at a time, nothing doubtful
///        -> edge     client and path; the body; the call; its answer back
///        -> [dev.sluice.api]  endpoints and errors, in the words of each dialect
/// beside:   admin    health, metrics, dashboard      log   a line a call
/// ```
///
/// Threads: a connection is confined to its event loop; large bodies and pages of metrics are
/// worked on by a small pool of platform threads.
@NullMarked
package dev.sluice.server;

import org.jspecify.annotations.NullMarked;
