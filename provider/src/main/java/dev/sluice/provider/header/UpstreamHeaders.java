package dev.sluice.provider.header;

import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.config.provider.ProviderConfig.Api;
import dev.sluice.config.provider.ProviderType;
import dev.sluice.config.provider.Secret;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// The headers of a request that the gateway chooses itself; built from scratch, without any of the
/// client's.
public final class UpstreamHeaders {
  /// The version of Anthropic's API. https://docs.anthropic.com/en/api/versioning
  private static final String ANTHROPIC_VERSION = "2023-06-01";

  private UpstreamHeaders() {}

  public static Map<String, String> forCalls(
      ProviderConfig provider, Optional<Secret> key, String accept) {
    Map<String, String> headers = common(provider, accept);
    headers.put("content-type", "application/json");
    key.map(Secret::reveal).ifPresent(secret -> authorize(provider, secret, headers));
    return headers;
  }

  private static void authorize(
      ProviderConfig provider, String secret, Map<String, String> headers) {
    if (provider.api() == Api.MESSAGES && isAnthropics(provider)) {
      headers.put("x-api-key", secret);
    } else if (provider.api() == Api.GEMINI) {
      headers.put("x-goog-api-key", secret);
    } else if (provider.type() == ProviderType.AZURE) {
      headers.put("api-key", secret);
    } else {
      headers.put("authorization", "Bearer " + secret);
    }
  }

  /// Whether Anthropic's own form of keys is taken, rather than the cloud's.
  private static boolean isAnthropics(ProviderConfig provider) {
    return provider.type() != ProviderType.BEDROCK && provider.type() != ProviderType.VERTEX;
  }

  /// The headers that the provider requires of a client, and their values where it sends none. At
  /// Vertex AI the body has the version.
  public static Map<String, String> whereMissing(ProviderConfig provider) {
    return provider.api() == Api.MESSAGES && provider.type() != ProviderType.VERTEX
        ? Map.of("anthropic-version", ANTHROPIC_VERSION)
        : Map.of();
  }

  /// The headers of a request for the list of models. Anthropic's list belongs to its own API,
  /// which takes keys in its own way.
  public static Map<String, String> forModels(ProviderConfig provider, Optional<Secret> key) {
    if (provider.type() != ProviderType.ANTHROPIC) {
      Map<String, String> headers = forCalls(provider, key, "application/json");
      headers.remove("content-type");
      return headers;
    }
    Map<String, String> headers = common(provider, "application/json");
    headers.putIfAbsent("anthropic-version", ANTHROPIC_VERSION);
    key.ifPresent(secret -> headers.put("x-api-key", secret.reveal()));
    return headers;
  }

  private static Map<String, String> common(ProviderConfig provider, String accept) {
    Map<String, String> headers = new HashMap<>();
    headers.put("user-agent", "sluice");
    headers.put("accept", accept);
    Hops.begin(headers);
    headers.putAll(AddedHeaders.of(provider));
    return headers;
  }
}
