package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.server.run.RunFile;
import dev.sluice.server.run.RunFolder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Commands without `--url`.
class FoundGatewayTest {
  private static final Pattern ADMIN = Pattern.compile("admin +http://127\\.0\\.0\\.1:(\\d+) ");

  @TempDir private Path folder;

  private Map<String, String> env() {
    return new HashMap<>(Map.of("XDG_RUNTIME_DIR", folder.toString()));
  }

  private Path config() throws IOException {
    return Files.writeString(
        folder.resolve("own.yaml"),
        "providers: {local: {type: vllm, url: \"http://127.0.0.1:9\"}}\n");
  }

  /// A gateway that runs while `work` does.
  private void serving(Work work) throws Exception {
    Run serve = new Run(env());
    String file = config().toString();
    Thread thread = Thread.ofPlatform().start(() -> serve.run("serve", file, "--port", "0"));
    try {
      await().until(() -> serve.out().startsWith("ready "));
      Matcher admin = ADMIN.matcher(serve.err());
      assertThat(admin.find()).isTrue();
      work.with(admin.group(1));
    } finally {
      serve.stop();
      thread.join();
    }
    assertThat(serve.code()).isZero();
  }

  private interface Work {
    void with(String port) throws Exception;
  }

  @Test
  void every_command_finds_the_gateway_that_runs_here() throws Exception {
    serving(
        port -> {
          Run report = new Run(env()).run("report");
          assertThat(report.err()).isEmpty();
          assertThat(report.out()).contains(" at 127.0.0.1:");
          assertThat(new Run(env()).run("reload", "--dry").out()).isNotEmpty();
          for (String command : new String[] {"budgets", "calls", "spend", "teams list"}) {
            Run run = new Run(env()).run(command.split(" "));
            assertThat(run.err()).as(command).doesNotContain("no gateway answers");
          }
        });
  }

  @Test
  void a_gateway_that_has_ended_is_not_found() throws Exception {
    serving(port -> {});
    assertThat(RunFolder.of(env()).running()).isEmpty();
    assertThat(folder.resolve("sluice")).isEmptyDirectory();
  }

  @Test
  void of_two_gateways_one_must_be_named() throws Exception {
    try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        RunFile file = new RunFile(RunFolder.of(env()), "demo", _ -> {})) {
      file.accept(URI.create("http://127.0.0.1:" + other.getLocalPort()));
      serving(
          port -> {
            Run run = new Run(env()).run("report");
            assertThat(run.err().lines())
                .contains("sluice: 2 gateways run here: name one with --url")
                .contains("  --url http://127.0.0.1:" + other.getLocalPort() + "  demo")
                .contains("  --url http://127.0.0.1:" + port + "  serve " + config());
            assertThat(run.code()).isEqualTo(3);
            Run named = new Run(env()).run("report", "--url", "http://127.0.0.1:" + port);
            assertThat(named.code()).isZero();
          });
    }
  }

  @Test
  void where_none_runs_the_usual_address_is_tried() {
    Run run = new Run(env()).run("report");
    assertThat(run.err())
        .isEqualTo(
            "sluice: no gateway answers at http://127.0.0.1:8680: start one with `./sluice serve`,"
                + " or name its admin listener with --url\n");
    assertThat(run.code()).isEqualTo(3);
  }

  @ParameterizedTest
  @ValueSource(strings = {"reload", "spend", "calls", "teams list"})
  void a_url_that_is_none_is_told_by_every_command(String command) {
    Run run = new Run(env()).run((command + " --url 127.0.0.1:8680").split(" "));
    assertThat(run.err())
        .isEqualTo(
            "sluice: --url must be that of an admin listener, such as http://127.0.0.1:8680; it is"
                + " 127.0.0.1:8680\n");
  }
}
