package dev.sluice.server.config;

import dev.sluice.config.GatewayConfig;

/// Everything that a configuration says.
///
/// @param server the listener for calls
/// @param admin the listener for health and metrics
/// @param gateway what calls pass
public record SluiceConfig(ServerConfig server, AdminConfig admin, GatewayConfig gateway) {}
