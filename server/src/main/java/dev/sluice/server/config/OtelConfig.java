package dev.sluice.server.config;

import dev.sluice.config.provider.Secret;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;

/// Which calls are sent to an OpenTelemetry collector as spans, as far as a file says so; what it
/// leaves out the environment may say (`OTEL_*`).
///
/// @param endpoint the collector's address
/// @param headers sent with spans, by name
/// @param sample the share of calls that are sent whatever became of them
/// @param slow the latency from which calls are sent as slow
/// @param names which names spans bear
/// @param service what spans are said to come from
public record OtelConfig(
    Optional<URI> endpoint,
    Map<String, Secret> headers,
    Optional<Double> sample,
    Duration slow,
    Names names,
    Optional<String> service) {
  public OtelConfig {
    headers = Map.copyOf(headers);
  }

  /// Editions of the names that OpenTelemetry's conventions for generative AI give.
  public enum Names {
    LATEST,
    V1_36
  }

  /// The values of a configuration that says nothing.
  public static OtelConfig defaults() {
    return new OtelConfig(
        Optional.empty(),
        Map.of(),
        Optional.empty(),
        Duration.ofSeconds(10),
        Names.LATEST,
        Optional.empty());
  }
}
