/// The configuration of a gateway: [dev.sluice.config.GatewayConfig] and the records that it is
/// built of, and in subpackages those of providers, of a route's policy and of quotas. Every record
/// is immutable and checks its values; what they say of each other is checked by
/// [dev.sluice.config.GatewayConfig#problems]. The server reads them from a file; an embedding
/// application does so too (`dev.sluice.config.file.GatewayFile`), or describes them by
/// [dev.sluice.config.GatewayConfig#builder].
@NullMarked
package dev.sluice.config;

import org.jspecify.annotations.NullMarked;
