/// The admin listener, on a port of its own, loopback unless a token is set: health, metrics, the
/// dashboard with its stream, what [dev.sluice.server.api] answers, and `POST /admin/v1/reload`.
/// [dev.sluice.server.admin.access] decides who may ask: a token, a session that was opened with
/// it, or, without a token, this machine alone. A write needs the token, or else a header that no
/// page of another site can send. Output that costs more than a moment is made up on a pool, not on
/// an event loop.
@NullMarked
package dev.sluice.server.admin;

import org.jspecify.annotations.NullMarked;
