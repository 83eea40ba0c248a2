/// The admin listener, on a port of its own, loopback unless a token is set: health, metrics, the
/// dashboard, the answers of [dev.sluice.server.api] and [dev.sluice.server.accounts], and `POST
/// /admin/v1/reload`.
///
/// A connection ([AdminConnection]) asks [AdminAccess] whether a request may come in: with a token,
/// with the session that a browser has opened with one, or, where there is no token, from this
/// machine's own pages alone. A write needs the token, or else a header that no page of another
/// site can send. [AdminPages] finds the page, [AdminWrites] the change.
///
/// [StaticFiles] are the pages of the dashboard, read from the class path and sent with headers
/// that keep all foreign content out of them; [FrameStream] keeps these pages fresh.
///
/// Threads: a connection is confined to its event loop. Output that costs more than a moment is
/// made up on the pools ([PagePools]), not on a loop.
@NullMarked
package dev.sluice.server.admin;

import org.jspecify.annotations.NullMarked;
