/// The official clients against the gateway, over real sockets: nothing but their base URL and key
/// differs from a call to the provider. Behind the gateway is the simulated provider.
@NullMarked
package dev.sluice.it.clients;

import org.jspecify.annotations.NullMarked;
