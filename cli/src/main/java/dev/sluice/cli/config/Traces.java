package dev.sluice.cli.config;

import dev.sluice.api.ApiErrors;
import dev.sluice.call.Failed;
import dev.sluice.call.Outcome;
import dev.sluice.config.provider.Secret;
import dev.sluice.otel.CallSpans;
import dev.sluice.otel.Conventions;
import dev.sluice.otel.TraceConfig;
import dev.sluice.server.Tracing;
import dev.sluice.server.Version;
import dev.sluice.server.config.OtelConfig;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/// The place to which a gateway's calls are sent as spans, by the file, and where the file says
/// nothing, by the variables of OpenTelemetry.
///
/// @param config empty where no spans are sent
/// @param note what of the environment cannot be used, and why; empty where nothing is wrong
public record Traces(Optional<TraceConfig> config, Optional<String> note) {
  private static final int OK = 200;

  /// Reads the settings of traces from the file and from the environment.
  public static Traces of(OtelConfig file, Map<String, String> env) {
    var variables = new OtelVariables(env);
    if (variables.off(file.endpoint().isPresent())) {
      return new Traces(Optional.empty(), Optional.empty());
    }
    try {
      Optional<URI> endpoint =
          file.endpoint().map(OtelVariables::traces).or(() -> variables.endpoint());
      return new Traces(endpoint.map(url -> config(file, variables, url)), Optional.empty());
    } catch (IllegalArgumentException wrong) {
      return new Traces(Optional.empty(), Optional.of(wrong.getMessage() + "; no traces are sent"));
    }
  }

  private static TraceConfig config(OtelConfig file, OtelVariables variables, URI endpoint) {
    TraceConfig standard = TraceConfig.to(endpoint, "sluice");
    return new TraceConfig(
        endpoint,
        file.headers().isEmpty() ? variables.headers() : revealed(file.headers()),
        variables.timeout().orElse(standard.timeout()),
        file.sample().or(variables::sample).orElse(standard.sample()),
        file.slow(),
        file.names() == OtelConfig.Names.LATEST ? Conventions.LATEST : Conventions.V1_36,
        resource(file, variables));
  }

  private static Map<String, String> resource(OtelConfig file, OtelVariables variables) {
    var resource = new LinkedHashMap<>(Map.of("service.name", "sluice"));
    resource.put("service.version", Version.NUMBER);
    resource.putAll(variables.resource());
    file.service().ifPresent(service -> resource.put("service.name", service));
    return resource;
  }

  private static Map<String, String> revealed(Map<String, Secret> headers) {
    return headers.entrySet().stream()
        .collect(Collectors.toMap(Map.Entry::getKey, header -> header.getValue().reveal()));
  }

  /// Sends what each configuration says, beginning with the first.
  ///
  /// @param env the variables of the process, which cannot change
  public static Tracing follow(Map<String, String> env) {
    CallSpans spans = CallSpans.idle(Traces::status);
    return new Tracing(
        spans,
        spans,
        config -> {
          spans.use(config.gateway());
          spans.sendTo(of(config.otel(), env).config());
        },
        config -> of(config.otel(), env).note(),
        spans::close);
  }

  private static int status(Outcome outcome) {
    return outcome instanceof Failed why ? ApiErrors.of(why).status() : OK;
  }
}
