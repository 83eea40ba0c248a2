package dev.sluice.config;

import java.util.Optional;

/// A target of a route's calls.
///
/// @param provider the provider's configured name
/// @param model the model's name there; empty passes the asked name on
/// @param weight its share among the route's targets, at least 1
/// @param fallback whether it serves only when no other target can
public record TargetConfig(String provider, Optional<String> model, int weight, boolean fallback) {}
