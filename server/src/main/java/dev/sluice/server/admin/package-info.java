/// The admin listener: `/livez`, `/readyz`, `/metrics`, and `POST /admin/v1/reload`, on a port of
/// its own, loopback unless a token is set. A write needs the token, or else a header that no page
/// of another site can send. Output that costs more than a moment is made up on the pool, not on an
/// event loop.
@NullMarked
package dev.sluice.server.admin;

import org.jspecify.annotations.NullMarked;
