/// The meters of the server itself, beside those of its engine ([dev.sluice.GatewayMeters]):
/// clients' connections, requests that never become calls, process and logs.
@NullMarked
package dev.sluice.server.metrics;

import org.jspecify.annotations.NullMarked;
