package dev.sluice.it.gateway;

import static java.util.stream.Collectors.toSet;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.sim.Simulator;
import dev.sluice.sim.scenario.Model;
import dev.sluice.sim.scenario.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// docs/metrics.md says what a gateway shows, by the names and kinds that Prometheus sees.
class MetricsTest {
  private static final Pattern ROW =
      Pattern.compile("^\\| (`[^|]*) \\| ((histogram|counter|gauge|summary)[^|]*) \\|");
  private static final Pattern NAME = Pattern.compile("`([^`]*)`");

  private final Simulator provider = Simulator.start(Scenario.of(Model.named("m")), 0);
  private Set<String> shown = Set.of();

  @BeforeEach
  void serve() throws IOException {
    try (Rig rig =
        Rig.start(
            """
            providers:
              sim: {type: compatible, url: "%s", allow_private: true, limits: {m: {tpm: 1000}}}
            routes:
              all:
                models: ["*"]
                targets: [{provider: sim, model: m}]
                batch: {max_items: 2}
                cache: {ttl: 1h}
            """
                .formatted(provider.url()))) {
      rig.chat("m", true);
      rig.call("/v1/embeddings", "{\"model\":\"m\",\"input\":\"Hi\"}");
      String larger = RawCall.chat("m", false).replaceFirst("\\{", "{\"max_tokens\":2000,");
      assertThat(rig.call("/v1/chat/completions", larger).status()).isEqualTo(413);
      rig.settleCalls();
      shown = shown(rig);
    }
  }

  @AfterEach
  void end() {
    provider.close();
  }

  @Test
  void whatever_is_shown_is_documented() throws IOException {
    assertThat(documented()).containsAll(shown);
  }

  @Test
  void whatever_is_documented_of_queues_and_quotas_is_shown() throws IOException {
    Set<String> traffic =
        documented().stream().filter(m -> m.matches("sluice_(queue|quota)_.*")).collect(toSet());
    assertThat(traffic).hasSizeGreaterThan(15);
    assertThat(shown).containsAll(traffic);
  }

  @Test
  void an_exemplar_leads_to_the_trace_of_its_call() throws IOException {
    String trace = "4bf92f3577b34da6a3ce929d0e0e4736";
    try (Rig rig = Rig.to(provider.port());
        RawCall call = rig.connect();
        RawCall admin = new RawCall(rig.serving().adminAddress())) {
      String parent = "traceparent: 00-" + trace + "-00f067aa0ba902b7-01";
      call.post("/v1/chat/completions", RawCall.chat("m", false), parent).reply();
      rig.settleCalls();
      RawCall.Reply metrics = admin.get("/metrics", "accept: application/openmetrics-text").reply();
      assertThat(metrics.header("content-type")).startsWith("application/openmetrics-text");
      assertThat(metrics.body())
          .containsPattern(
              "gen_ai_server_request_duration_seconds_bucket.* # \\{trace_id=\"" + trace);
    }
  }

  /// Meters by name and kind; the largest values of late, which come with histograms, left out.
  private static Set<String> shown(Rig rig) throws IOException {
    try (RawCall admin = new RawCall(rig.serving().adminAddress())) {
      return admin
          .get("/metrics")
          .reply()
          .body()
          .lines()
          .filter(line -> line.startsWith("# TYPE ") && !line.endsWith("_max gauge"))
          .map(line -> line.substring("# TYPE ".length()))
          .collect(toSet());
    }
  }

  private static Set<String> documented() throws IOException {
    return Files.readAllLines(Path.of("../docs/metrics.md")).stream()
        .flatMap(line -> ROW.matcher(line).results())
        .flatMap(MetricsTest::meters)
        .collect(toSet());
  }

  private static Stream<String> meters(MatchResult row) {
    String kind = row.group(3);
    return names(row.group(1)).stream()
        .map(name -> exposed(name.replace('.', '_'), row.group(2), kind) + " " + kind);
  }

  /// The names of a row: `a.b.c`, `.d` stand for `a.b.c` and `a.b.d`.
  private static List<String> names(String cell) {
    List<String> names = new ArrayList<>();
    for (String name : NAME.matcher(cell).results().map(found -> found.group(1)).toList()) {
      names.add(name.startsWith(".") ? sibling(names.getFirst(), name) : name);
    }
    return names;
  }

  private static String sibling(String first, String name) {
    String stem = first;
    for (long i = name.chars().filter(c -> c == '.').count(); i > 0; i--) {
      stem = stem.substring(0, stem.lastIndexOf('.'));
    }
    return stem + name;
  }

  private static String exposed(String name, String says, String kind) {
    String unit =
        says.endsWith(", s")
            ? "_seconds"
            : says.endsWith(", tokens") ? "_tokens" : says.endsWith(", bytes") ? "_bytes" : "";
    String whole = name.endsWith(unit) ? name : name + unit;
    return kind.equals("counter") ? whole + "_total" : whole;
  }
}
