package dev.sluice.cli.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sluice.cli.Run;
import dev.sluice.cli.config.Loaded;
import dev.sluice.cli.console.CannotStart;
import dev.sluice.server.config.SluiceConfig;
import dev.sluice.sim.Simulator;
import dev.sluice.sim.scenario.Model;
import dev.sluice.sim.scenario.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `batch run` with a gateway of its own, in front of a simulated provider.
class OwnGatewayTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir private Path folder;
  private Simulator simulator;
  private Path out;

  @BeforeEach
  void begin() {
    simulator = Simulator.start(Scenario.of(Model.named("m")), 0);
    out = folder.resolve("out.jsonl");
  }

  @AfterEach
  void end() {
    simulator.close();
  }

  private String config(String more) throws IOException {
    String text =
        """
        server: {keys: [{name: other, key: sk-other}]}
        store: {path: "%s/untouched"}
        providers: {sim: {type: compatible, url: "%s", allow_private: true%s}}
        routes: {all: {models: [m], targets: [{provider: sim}]}}
        """
            .formatted(folder, simulator.url(), more);
    return Files.writeString(folder.resolve("sluice.yaml"), text).toString();
  }

  private String input(String... models) throws IOException {
    String lines =
        IntStream.range(0, models.length)
            .mapToObj(
                i ->
                    "{\"custom_id\":\"c-%d\",\"method\":\"POST\",\"url\":\"/v1/chat/completions\",\"body\":{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}}"
                        .formatted(i, models[i]))
            .collect(Collectors.joining("\n"));
    return Files.writeString(folder.resolve("in.jsonl"), lines).toString();
  }

  private List<String> left() throws IOException {
    try (var all = Files.list(folder)) {
      return all.map(one -> one.getFileName().toString()).sorted().toList();
    }
  }

  @Test
  void a_start_that_fails_leaves_nothing_open() throws Exception {
    OwnFolder own = OwnFolder.fresh(folder.resolve("own"));
    SluiceConfig config = Loaded.from(Optional.of(config("")), Map.of()).config();
    Files.createDirectory(own.log());
    assertThatThrownBy(() -> OwnGateway.start(config, own, Duration.ofHours(1)))
        .isInstanceOf(CannotStart.class)
        .hasMessageContaining("cannot be used");
    Files.delete(own.log());
    Files.writeString(own.files(), "no folder");
    assertThatThrownBy(() -> OwnGateway.start(config, own, Duration.ofHours(1)))
        .isInstanceOf(CannotStart.class)
        .hasMessageContaining("cannot be used");
    Files.delete(own.files());
    try (OwnGateway gateway = OwnGateway.start(config, own, Duration.ofHours(1))) {
      assertThat(gateway.url()).hasHost("127.0.0.1");
    }
  }

  @Test
  void a_file_of_calls_becomes_a_file_of_answers_and_nothing_else_is_left() throws IOException {
    Run run =
        new Run(Map.of())
            .run("batch", "run", input("m", "m", "m"), "--out", out.toString(), "-c", config(""));
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out()).contains("is completed: 3 of 3 lines have an answer");
    assertThat(Files.readAllLines(out)).hasSize(3).allMatch(line -> line.contains("\"c-"));
    assertThat(left()).containsExactly("in.jsonl", "out.jsonl", "sluice.yaml");
  }

  @Test
  void lines_without_a_model_are_named() throws IOException {
    Run run = run(new Run(Map.of()), input("m", "nobody's"), config(""));
    assertThat(run.code()).isEqualTo(4);
    assertThat(run.out()).contains("  line 2: model_not_found: ");
    assertThat(left()).containsExactly("in.jsonl", "sluice.yaml");
  }

  @Test
  void a_run_that_is_ended_goes_on_where_it_was() throws Exception {
    String config = config(", limits: {m: {rpm: 1}}");
    String input = input("m", "m");
    Run first = new Run(Map.of());
    Thread thread = Thread.ofPlatform().start(() -> run(first, input, config));
    await()
        .atMost(PATIENCE)
        .untilAsserted(
            () ->
                assertThat(first.err())
                    .containsPattern("1 of 2 lines \\(50 %\\), (\\d+m )?\\d+s left by the limits"));
    first.stop();
    assertThat(thread.join(PATIENCE)).isTrue();
    assertThat(first.code()).as(first.err()).isEqualTo(130);
    String batch = first.err().replaceAll("(?s).*--resume (batch_\\w+) .*", "$1");
    assertThat(first.err())
        .contains("  ./sluice batch run --resume %s --out %s -c %s".formatted(batch, out, config));
    Run again = run(new Run(Map.of()), input, config);
    assertThat(again.code()).isEqualTo(3);
    assertThat(again.err())
        .contains("%s.batch has %s, whose results were not fetched".formatted(out, batch))
        .contains("or remove the folder: what a provider runs of it is billed all the same");
    String quick = config("");
    Run second =
        new Run(Map.of())
            .run("batch", "run", "--resume", batch, "--out", out.toString(), "-c", quick);
    assertThat(second.code()).as(second.err()).isZero();
    assertThat(second.out()).contains(batch + " is completed: 2 of 2 lines");
    assertThat(left()).containsExactly("in.jsonl", "out.jsonl", "sluice.yaml");
  }

  private Run run(Run run, String input, String config) {
    return run.run("batch", "run", input, "--out", out.toString(), "-c", config);
  }

  @Test
  void a_provider_is_given_a_batch_where_the_configuration_says_nothing_of_batches()
      throws Exception {
    String config = delegating();
    String input = input("m", "m");
    Run run = new Run(Map.of());
    Thread thread =
        Thread.ofPlatform()
            .start(
                () ->
                    run.run(
                        "batch",
                        "run",
                        input,
                        "--window",
                        "24h",
                        "--out",
                        out.toString(),
                        "-c",
                        config));
    await().atMost(PATIENCE).until(() -> made() >= 1);
    run.stop();
    assertThat(thread.join(PATIENCE)).isTrue();
    assertThat(run.code()).as(run.err()).isEqualTo(130);
    assertThat(simulator.recorded().calls(call -> call.path().endsWith("/completions"))).isZero();
  }

  private String delegating() throws IOException {
    String text =
        """
        store: {path: data}
        files: {folder: files}
        batches: {delegate: auto}
        providers: {sim: {type: openai, url: "%s", allow_private: true, keys: [sk-sim]}}
        routes: {all: {models: [m], targets: [{provider: sim}]}}
        prices: {models: [{provider: sim, model: m, input: 1, output: 10, batch: 0.5}]}
        """
            .formatted(simulator.url());
    return Files.writeString(folder.resolve("sluice.yaml"), text).toString();
  }

  /// How many batches the provider has made.
  private long made() {
    return simulator
        .recorded()
        .calls(call -> call.path().endsWith("/v1/batches") && call.status() == 200);
  }

  @Test
  void a_folder_that_is_not_its_own_is_left_alone() throws IOException {
    Path other = Files.createDirectories(folder.resolve("out.jsonl.batch"));
    Path precious = Files.writeString(other.resolve("precious"), "x");
    Run run = run(new Run(Map.of()), input("m"), config(""));
    assertThat(run.code()).isEqualTo(3);
    assertThat(run.err()).contains("out.jsonl.batch is no folder of a batch: name another --out");
    assertThat(precious).hasContent("x");
  }

  @Test
  void a_folder_that_cannot_be_used_is_told_with_the_way_out() throws IOException {
    Path own = Files.createDirectories(folder.resolve("out.jsonl.batch"));
    Path _ = Files.writeString(own.resolve("batch"), "batch_9");
    Path _ = Files.createDirectories(own.resolve("log"));
    Run run =
        new Run(Map.of())
            .run("batch", "run", "--resume", "batch_9", "--out", out.toString(), "-c", config(""));
    assertThat(run.code()).isEqualTo(3);
    assertThat(run.err())
        .contains(own + " cannot be used (", "end the run that holds it, and see that it may");
  }

  @Test
  void a_batch_that_is_not_here_is_not_begun() throws IOException {
    Run run =
        new Run(Map.of())
            .run("batch", "run", "--resume", "batch_9", "--out", out.toString(), "-c", config(""));
    assertThat(run.code()).isEqualTo(3);
    assertThat(run.err()).contains("batch_9 is not in ", "name the --out of the run that made it");
    assertThat(left()).containsExactly("sluice.yaml");
  }
}
