/// Clients: keys, tenants, and which bands they may use.
@NullMarked
package dev.sluice.server.client;

import org.jspecify.annotations.NullMarked;
