/// Clients: keys, tenants, and which bands they may use.
@NullMarked
package dev.sluice.server.edge.client;

import org.jspecify.annotations.NullMarked;
