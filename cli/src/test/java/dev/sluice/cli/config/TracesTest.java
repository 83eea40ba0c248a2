package dev.sluice.cli.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.yaml.Doc;
import dev.sluice.otel.Conventions;
import dev.sluice.otel.TraceConfig;
import dev.sluice.server.config.OtelConfig;
import dev.sluice.server.config.reader.ConfigFile;
import java.net.URI;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TracesTest {
  private static final String BASE = "OTEL_EXPORTER_OTLP_ENDPOINT";

  @Test
  void without_an_endpoint_nothing_is_sent() {
    assertThat(traces("", Map.of())).isEqualTo(new Traces(Optional.empty(), Optional.empty()));
  }

  @Test
  void the_file_says_all_that_there_is_to_say() {
    TraceConfig config =
        traces(
                "endpoint: \"https://c.example:4318/\", sample: 5%, slow: 3s, names: \"1.36\","
                    + " service: gate, headers: {authorization: Bearer x}",
                Map.of(BASE, "http://other:4318"))
            .config()
            .orElseThrow();
    assertThat(config.endpoint()).isEqualTo(URI.create("https://c.example:4318/v1/traces"));
    assertThat(config.sample()).isEqualTo(0.05);
    assertThat(config.slow()).isEqualTo(Duration.ofSeconds(3));
    assertThat(config.names()).isEqualTo(Conventions.V1_36);
    assertThat(config.headers()).isEqualTo(Map.of("authorization", "Bearer x"));
    assertThat(config.resource()).containsEntry("service.name", "gate");
    assertThat(config.toString()).doesNotContain("Bearer");
  }

  @Test
  void what_the_file_leaves_out_the_environment_says() {
    TraceConfig config =
        traces(
                "",
                Map.of(
                    BASE,
                    "http://c:4318",
                    "OTEL_EXPORTER_OTLP_HEADERS",
                    "api-key=a%20b,x=y+z",
                    "OTEL_EXPORTER_OTLP_TIMEOUT",
                    "1500",
                    "OTEL_SERVICE_NAME",
                    "edge",
                    "OTEL_RESOURCE_ATTRIBUTES",
                    "service.name=no,deployment.environment=prod",
                    "OTEL_TRACES_SAMPLER",
                    "parentbased_traceidratio",
                    "OTEL_TRACES_SAMPLER_ARG",
                    "0.25"))
            .config()
            .orElseThrow();
    assertThat(config.endpoint()).isEqualTo(URI.create("http://c:4318/v1/traces"));
    assertThat(config.headers()).isEqualTo(Map.of("api-key", "a b", "x", "y+z"));
    assertThat(config.timeout()).isEqualTo(Duration.ofMillis(1500));
    assertThat(config.sample()).isEqualTo(0.25);
    assertThat(config.resource())
        .containsEntry("service.name", "edge")
        .containsEntry("deployment.environment", "prod");
  }

  @Test
  void an_address_for_traces_is_taken_as_it_is() {
    Map<String, String> env =
        Map.of(BASE, "http://c:4318", "OTEL_EXPORTER_OTLP_TRACES_ENDPOINT", "http://t:1/in");
    assertThat(traces("", env).config().orElseThrow().endpoint())
        .isEqualTo(URI.create("http://t:1/in"));
  }

  @Test
  void the_environment_can_switch_it_off() {
    assertThat(traces("", Map.of(BASE, "http://c:4318", "OTEL_TRACES_EXPORTER", "none")).config())
        .isEmpty();
    Map<String, String> disabled = Map.of("OTEL_SDK_DISABLED", "true");
    assertThat(traces("endpoint: \"http://c:4318\"", disabled).config()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "OTEL_EXPORTER_OTLP_ENDPOINT, c:4318, is no URL of a collector",
    "OTEL_EXPORTER_OTLP_ENDPOINT, http://a b, is no URL of a collector",
    "OTEL_EXPORTER_OTLP_PROTOCOL, grpc, spans go over HTTP alone",
    "OTEL_EXPORTER_OTLP_HEADERS, nonsense, is no list of name=value",
    "OTEL_EXPORTER_OTLP_HEADERS, a=%zz, is no list of name=value",
    "OTEL_EXPORTER_OTLP_TIMEOUT, soon, is no number",
    "OTEL_TRACES_SAMPLER_ARG, 7, is no number"
  })
  void what_makes_no_sense_is_said_and_sends_nothing(String name, String value, String says) {
    var env = new HashMap<>(Map.of(BASE, "http://c:4318"));
    env.put("OTEL_TRACES_SAMPLER", "traceidratio");
    env.put(name, value);
    Traces traces = traces("", env);
    assertThat(traces.config()).isEmpty();
    assertThat(traces.note().orElseThrow()).contains(name, says, "no traces are sent");
  }

  private static Traces traces(String otel, Map<String, String> env) {
    String text = "otel: {%s}\nproviders: {p: {type: openai, key: sk-x}}\n".formatted(otel);
    OtelConfig config =
        otel.isEmpty()
            ? OtelConfig.defaults()
            : ConfigFile.of(Doc.parse("test.yaml", text, Map.of())).config().otel();
    return Traces.of(config, env);
  }
}
