/// Connections to providers over HTTP/1.1: [dev.sluice.transport.http.NettyTransport] is the
/// entrance; behind it pools, dialling, tunnels through proxies, the exchange of one request for
/// one answer, and the encoder and decoder of their bytes. Everything but the transport is confined
/// to one loop.
@NullMarked
package dev.sluice.transport.http;

import org.jspecify.annotations.NullMarked;
