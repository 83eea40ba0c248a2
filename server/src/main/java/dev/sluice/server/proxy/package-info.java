/// Proxies in front of the listener, as far as the configuration names them: what they say of the
/// client's address, by the PROXY protocol or in `x-forwarded-for`, counts. Others' words do not.
///
/// Threads: confined to a connection's event loop.
@NullMarked
package dev.sluice.server.proxy;

import org.jspecify.annotations.NullMarked;
