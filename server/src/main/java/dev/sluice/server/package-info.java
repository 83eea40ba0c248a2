/// The server: [dev.sluice.server.SluiceServer] listens for clients in front of an engine, and for
/// operators on a port of its own.
///
/// ```text
/// socket -> wire    one request at a time, nothing doubtful
///        -> edge    client and path; the body; the call; its answer back
///        -> openai  the words of the dialect: endpoints, errors
/// beside:   admin   health and metrics        log   a line a call
/// ```
///
/// A connection is confined to its event loop; large bodies and pages of metrics are worked on by a
/// small pool of platform threads.
@NullMarked
package dev.sluice.server;

import org.jspecify.annotations.NullMarked;
