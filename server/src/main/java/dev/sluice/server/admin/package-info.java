/// The admin listener, on a port of its own, loopback unless a token is set: health, metrics, the
/// dashboard with its stream, what [dev.sluice.server.api] answers, and `POST /admin/v1/reload`.
/// [dev.sluice.server.admin.AdminAccess] decides who may ask: a token, a session that was opened
/// with it, or, without a token, this machine alone. A write needs the token, or else a header that
/// no page of another site can send. Output that costs more than a moment is made up on a pool, not
/// on an event loop.
///
/// The pages of the dashboard: their files, out of the class path, with the headers that keep
/// everything else out of them; and the stream that keeps them fresh.
///
/// Access to the admin listener: a token, the session that a browser gets for it, and, where there
/// is no token, requests of this machine's own pages alone.
@NullMarked
package dev.sluice.server.admin;

import org.jspecify.annotations.NullMarked;
