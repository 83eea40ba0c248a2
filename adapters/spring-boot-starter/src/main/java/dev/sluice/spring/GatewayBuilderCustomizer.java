package dev.sluice.spring;

import dev.sluice.Gateway;

/// Changes the builder of the application's gateway before it starts: a bean of this type is asked
/// once. Called on the thread that starts the application.
@FunctionalInterface
public interface GatewayBuilderCustomizer {

  /// Changes `builder`.
  void customize(Gateway.Builder builder);
}
