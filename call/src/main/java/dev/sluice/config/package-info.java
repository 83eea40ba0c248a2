/// The configuration of a gateway: [dev.sluice.config.GatewayConfig] and the records that it is
/// built of, and in subpackages those of providers, of a route's policy and of quotas. Every record
/// is immutable and checks its values; the server reads them from a file, an embedding application
/// builds them itself.
@NullMarked
package dev.sluice.config;

import org.jspecify.annotations.NullMarked;
