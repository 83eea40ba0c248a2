package dev.sluice.config.provider;

import dev.sluice.call.request.SchedulingHints;
import java.util.Optional;

/// Something of a call that its provider is told, so that the provider's own bill or log can be
/// divided by it.
public enum CallLabel {
  /// The team, or the tenant, that the call is made for.
  TEAM,
  /// The part of it.
  PART;

  /// The value for a call; empty where it has none.
  public Optional<String> of(SchedulingHints hints) {
    String value =
        switch (this) {
          case TEAM -> hints.tenant();
          case PART -> hints.subtenant();
        };
    boolean said = !value.isEmpty() && !value.equals(SchedulingHints.NOBODY);
    return said ? Optional.of(value) : Optional.empty();
  }

  /// Whether requests to `provider` have a place for labels.
  public static boolean placed(ProviderConfig provider) {
    return provider.type() == ProviderType.BEDROCK || isOfVertex(provider);
  }

  /// Whether `provider` is Gemini at Vertex AI.
  public static boolean isOfVertex(ProviderConfig provider) {
    return provider.api() == ProviderConfig.Api.GEMINI && VertexHosts.has(provider.url());
  }
}
