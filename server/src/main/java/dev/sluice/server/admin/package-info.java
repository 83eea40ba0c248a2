/// The admin listener: `/livez`, `/readyz`, `/metrics`, on a port of its own, loopback unless a
/// token is set. Output that costs more than a moment is made up on the pool, not on an event loop.
@NullMarked
package dev.sluice.server.admin;

import org.jspecify.annotations.NullMarked;
