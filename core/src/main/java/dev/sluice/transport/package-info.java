/// HTTP/1.1 to the providers: pooled keep-alive connections over TCP and TLS, confined to event
/// loops, and the loops themselves. The only place, beside [dev.sluice.provider], that knows
/// sockets.
@NullMarked
package dev.sluice.transport;

import org.jspecify.annotations.NullMarked;
