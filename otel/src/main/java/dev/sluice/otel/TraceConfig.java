package dev.sluice.otel;

import java.net.URI;
import java.time.Duration;
import java.util.Map;

/// The configuration of spans: where they go, and which are sent.
///
/// @param endpoint the collector's address for traces, such as `http://127.0.0.1:4318/v1/traces`
/// @param headers the headers that are sent with spans, by name; may hold a credential
/// @param timeout how long a collector may take to accept spans
/// @param sample the share of calls that are sent whatever became of them
/// @param slow the latency from which a call is sent whatever its share; to the first token of
///   streams
/// @param names which edition of the conventions' names spans bear
/// @param resource what spans are said to come from, by attribute: `service.name` at least
public record TraceConfig(
    URI endpoint,
    Map<String, String> headers,
    Duration timeout,
    double sample,
    Duration slow,
    Conventions names,
    Map<String, String> resource) {
  private static final Duration TIMEOUT = Duration.ofSeconds(10);
  private static final Duration SLOW = Duration.ofSeconds(10);
  private static final double SAMPLE = 0.01;

  public TraceConfig {
    headers = Map.copyOf(headers);
    resource = Map.copyOf(resource);
    if (!(sample >= 0 && sample <= 1)) {
      throw new IllegalArgumentException("sample is " + sample + "; it must be from 0 to 1");
    }
  }

  /// Returns a configuration that sends all calls that fail or take 10 s to begin, and one of a
  /// hundred others.
  ///
  /// @param service the name of the service that spans come from
  public static TraceConfig to(URI endpoint, String service) {
    return new TraceConfig(
        endpoint,
        Map.of(),
        TIMEOUT,
        SAMPLE,
        SLOW,
        Conventions.LATEST,
        Map.of("service.name", service));
  }

  /// Returns a description without the headers' values.
  @Override
  public String toString() {
    return "TraceConfig[" + endpoint + ", sample=" + sample + ", slow=" + slow + "]";
  }
}
