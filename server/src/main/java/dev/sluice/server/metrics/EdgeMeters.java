package dev.sluice.server;

import dev.sluice.server.edge.client.EdgeObserver;
import dev.sluice.server.edge.client.IgnoredClaim;
import dev.sluice.server.openai.ApiError;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;

/// The meters of clients' connections, of requests that never become calls, and of claims that are
/// ignored. All are registered at the start: a loop that counts one takes no lock.
final class EdgeMeters implements EdgeObserver {
  private static final String OTHER = "other";

  private static final List<String> CODES =
      List.of(
          "bodies_full",
          "body_timeout",
          "body_too_large",
          "deadline_exceeded",
          "draining",
          "duplicate_key",
          "expectation_failed",
          "header_timeout",
          "headers_too_large",
          "internal_error",
          "invalid_api_key",
          "invalid_json",
          "invalid_value",
          "json_too_deep",
          "malformed_request",
          "method_not_allowed",
          "method_not_implemented",
          "model_not_found",
          "not_loopback",
          "not_supported",
          "request_line_too_long",
          "unsupported_media_type",
          "websocket_not_supported",
          OTHER);

  private final Map<String, Counter> turnedAway;
  private final Map<IgnoredClaim, Counter> ignored = new EnumMap<>(IgnoredClaim.class);

  EdgeMeters(MeterRegistry registry) {
    for (IgnoredClaim claim : IgnoredClaim.values()) {
      ignored.put(
          claim,
          Counter.builder("sluice.claims.ignored")
              .tag("claim", claim.name().toLowerCase(Locale.ROOT))
              .register(registry));
    }
    turnedAway =
        CODES.stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    Function.identity(),
                    code ->
                        Counter.builder("sluice.requests.turned.away")
                            .tag("code", code)
                            .register(registry)));
  }

  /// Shows the clients of `server`.
  static void register(MeterRegistry registry, SluiceServer server) {
    Gauge.builder("sluice.clients.open", server, SluiceServer::connections).register(registry);
    FunctionCounter.builder(
            "sluice.clients.unsent.cut", server, clients -> (double) clients.unsentCut())
        .register(registry);
    Gauge.builder("sluice.clients.unsent", server, clients -> (double) clients.unsentBytes())
        .baseUnit("bytes")
        .register(registry);
    FunctionCounter.builder(
            "sluice.clients.refused", server, clients -> (double) clients.acceptFailures())
        .register(registry);
  }

  @Override
  public void turnedAway(String id, ApiError error) {
    Counter other = Objects.requireNonNull(turnedAway.get(OTHER));
    turnedAway.getOrDefault(error.code(), other).increment();
  }

  @Override
  public void ignored(IgnoredClaim claim) {
    Objects.requireNonNull(ignored.get(claim)).increment();
  }
}
