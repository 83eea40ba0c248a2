/// The providers' HTTP APIs in process: what a server answers to a request, without a socket, a
/// port or a thread of its own. [dev.sluice.http.GatewayHttp] is what adapters of client libraries
/// stand on.
@NullMarked
package dev.sluice.http;

import org.jspecify.annotations.NullMarked;
