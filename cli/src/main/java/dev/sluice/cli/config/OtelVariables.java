package dev.sluice.cli.config;

import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// The environment variables by which OpenTelemetry's own libraries find a collector, as far as
/// they mean something here. Variables for traces win over variables for all signals.
///
/// @param env the environment
record OtelVariables(Map<String, String> env) {
  private static final String PATH = "/v1/traces";
  private static final String SAMPLER_ARG = "OTEL_TRACES_SAMPLER_ARG";

  /// The longest timeout that is accepted, in milliseconds: ten minutes.
  private static final double LONGEST = 600_000;

  /// Whether no traces are wanted.
  ///
  /// @param asked whether a file asks for them
  boolean off(boolean asked) {
    boolean disabled = "true".equalsIgnoreCase(env.getOrDefault("OTEL_SDK_DISABLED", ""));
    boolean none = "none".equals(env.getOrDefault("OTEL_TRACES_EXPORTER", ""));
    return disabled || (none && !asked);
  }

  /// Returns where a collector with this address takes traces.
  static URI traces(URI collector) {
    String url = collector.toString();
    return url.endsWith(PATH) ? collector : URI.create(url.replaceFirst("/+$", "") + PATH);
  }

  /// The address for traces.
  ///
  /// @throws IllegalArgumentException if it cannot be used
  Optional<URI> endpoint() {
    Optional<URI> whole = url("OTEL_EXPORTER_OTLP_TRACES_ENDPOINT");
    Optional<URI> endpoint =
        whole.isPresent() ? whole : url("OTEL_EXPORTER_OTLP_ENDPOINT").map(OtelVariables::traces);
    Optional<String> protocol = either("PROTOCOL");
    if (endpoint.isPresent() && protocol.filter("grpc"::equals).isPresent()) {
      throw new IllegalArgumentException(
          "OTEL_EXPORTER_OTLP_PROTOCOL is grpc, and spans go over HTTP alone: set it to"
              + " http/protobuf and the endpoint to the collector's port for HTTP (4318)");
    }
    return endpoint;
  }

  private Optional<URI> url(String name) {
    Optional<String> text = value(name);
    if (text.isEmpty()) {
      return Optional.empty();
    }
    try {
      URI url = URI.create(text.get());
      if (url.getHost() != null && String.valueOf(url.getScheme()).matches("(?i)https?")) {
        return Optional.of(url);
      }
    } catch (IllegalArgumentException e) {
      // Said below.
    }
    throw new IllegalArgumentException(
        name + " is no URL of a collector: set it to one such as http://127.0.0.1:4318");
  }

  /// Headers for the collector.
  ///
  /// @throws IllegalArgumentException if they are none
  Map<String, String> headers() {
    return pairs("OTEL_EXPORTER_OTLP_HEADERS", either("HEADERS"));
  }

  /// How long the collector may take.
  ///
  /// @throws IllegalArgumentException if it is no time
  Optional<Duration> timeout() {
    String name = "OTEL_EXPORTER_OTLP_TIMEOUT";
    return either("TIMEOUT").map(text -> Duration.ofMillis((long) number(name, text, LONGEST)));
  }

  /// The share of calls to send.
  ///
  /// @throws IllegalArgumentException if it is no share
  Optional<Double> sample() {
    String sampler = env.getOrDefault("OTEL_TRACES_SAMPLER", "").replace("parentbased_", "");
    return switch (sampler) {
      case "always_on" -> Optional.of(1.0);
      case "always_off" -> Optional.of(0.0);
      case "traceidratio" ->
          Optional.of(number(SAMPLER_ARG, env.getOrDefault(SAMPLER_ARG, "1"), 1));
      default -> Optional.empty();
    };
  }

  /// What spans are said to come from.
  ///
  /// @throws IllegalArgumentException if that makes no sense
  Map<String, String> resource() {
    String name = "OTEL_RESOURCE_ATTRIBUTES";
    var resource = new LinkedHashMap<>(pairs(name, value(name)));
    value("OTEL_SERVICE_NAME").ifPresent(service -> resource.put("service.name", service));
    return resource;
  }

  private static double number(String name, String text, double most) {
    double value = text.matches("\\d{1,9}(\\.\\d{1,9})?") ? Double.parseDouble(text) : -1;
    if (value < 0 || value > most) {
      throw new IllegalArgumentException(name + " is no number from 0 to " + (long) most);
    }
    return value;
  }

  private static Map<String, String> pairs(String name, Optional<String> text) {
    Map<String, String> pairs = new LinkedHashMap<>();
    try {
      for (String pair : text.map(list -> list.split(",")).orElse(new String[0])) {
        int equals = pair.indexOf('=');
        pairs.put(pair.substring(0, equals).strip(), decoded(pair.substring(equals + 1).strip()));
      }
    } catch (IllegalArgumentException | StringIndexOutOfBoundsException e) {
      throw new IllegalArgumentException(name + " is no list of name=value,name=value", e);
    }
    return pairs;
  }

  /// Decodes percent-encoding; a plus sign stands for itself.
  private static String decoded(String value) {
    return URLDecoder.decode(value.replace("+", "%2B"), StandardCharsets.UTF_8);
  }

  private Optional<String> either(String what) {
    return value("OTEL_EXPORTER_OTLP_TRACES_" + what).or(() -> value("OTEL_EXPORTER_OTLP_" + what));
  }

  private Optional<String> value(String name) {
    return Optional.ofNullable(env.get(name)).filter(value -> !value.isBlank());
  }
}
