package dev.sluice.server.metrics;

import dev.sluice.server.client.EdgeObserver;
import dev.sluice.server.client.IgnoredClaim;
import dev.sluice.server.client.RejectedRequest;
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
public final class EdgeMeters implements EdgeObserver {
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

  private final Map<String, Counter> rejected;
  private final Map<IgnoredClaim, Counter> ignored = new EnumMap<>(IgnoredClaim.class);

  /// The figures of clients' connections.
  public interface Clients {
    /// How many clients' connections are open.
    int connections();

    /// How many streams of HTTP/2 are open.
    int streams();

    /// How many connections of HTTP/2 were ended for their clients' faults.
    long ended();

    /// How many bytes of answers the clients have not taken yet.
    long unsentBytes();

    /// How many clients were cut since they did not keep up while all clients left too much unsent.
    long unsentCut();

    /// How many connections could not be accepted, mostly for want of file descriptors.
    long acceptFailures();

    /// How many connections of named proxies were closed since they did not say where they came
    /// from.
    long unintroduced();
  }

  /// Registers the meters of what is turned away and ignored.
  public EdgeMeters(MeterRegistry registry) {
    for (IgnoredClaim claim : IgnoredClaim.values()) {
      ignored.put(
          claim,
          Counter.builder("sluice.claims.ignored")
              .description("headers that claimed more than their key may")
              .tag("claim", claim.name().toLowerCase(Locale.ROOT))
              .register(registry));
    }
    rejected =
        CODES.stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    Function.identity(),
                    code ->
                        Counter.builder("sluice.requests.turned.away")
                            .description("requests that never became calls")
                            .tag("code", code)
                            .register(registry)));
  }

  /// Registers the meters of clients' connections.
  public static void register(MeterRegistry registry, Clients clients) {
    Gauge.builder("sluice.clients.open", clients, Clients::connections)
        .description("connections of clients")
        .register(registry);
    Gauge.builder("sluice.clients.streams", clients, Clients::streams)
        .description("streams of HTTP/2")
        .register(registry);
    FunctionCounter.builder("sluice.clients.ended", clients, c -> (double) c.ended())
        .description("connections of HTTP/2 that were ended for their clients' faults")
        .register(registry);
    FunctionCounter.builder("sluice.clients.unsent.cut", clients, c -> (double) c.unsentCut())
        .description("clients that were cut since they did not keep up")
        .register(registry);
    Gauge.builder("sluice.clients.unsent", clients, c -> (double) c.unsentBytes())
        .description("what of answers waits to be taken by its clients")
        .baseUnit("bytes")
        .register(registry);
    FunctionCounter.builder("sluice.clients.refused", clients, c -> (double) c.acceptFailures())
        .description("connections that could not be accepted")
        .register(registry);
    FunctionCounter.builder("sluice.clients.unintroduced", clients, c -> (double) c.unintroduced())
        .description("connections of proxies without a head of the PROXY protocol")
        .register(registry);
  }

  @Override
  public void rejected(RejectedRequest request) {
    Counter other = Objects.requireNonNull(rejected.get(OTHER));
    rejected.getOrDefault(request.error().code(), other).increment();
  }

  @Override
  public void ignored(IgnoredClaim claim) {
    Objects.requireNonNull(ignored.get(claim)).increment();
  }
}
