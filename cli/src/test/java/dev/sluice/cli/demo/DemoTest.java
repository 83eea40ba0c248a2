package dev.sluice.cli.demo;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.server.run.RunFolder;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoTest {
  @TempDir private Path folder;

  private RunFolder here() {
    return RunFolder.of(Map.of("XDG_RUNTIME_DIR", folder.toString()));
  }

  @Test
  void answers_flow() throws Exception {
    String text = run(new DemoOptions(0, Optional.of(Duration.ofSeconds(3)), false, here()));
    assertThat(text)
        .containsPattern("^http://127.0.0.1:[0-9]+/v1\n")
        .contains("curl http://127.0.0.1:")
        .contains("-H \"content-type: application/json\"")
        .containsPattern("ANTHROPIC_BASE_URL=http://127.0.0.1:[0-9]+ ANTHROPIC_AUTH_TOKEN=")
        .containsPattern("chat +fast/sim +[0-9]+ % +[0-9]+ +0 ")
        .containsPattern("embed +vectors/sim +[0-9]+ % +[0-9]+ +0 ")
        .contains("./sluice report, ./sluice keys list, ./sluice spend");
  }

  @Test
  void an_interrupt_ends_it() throws Exception {
    var bytes = new ByteArrayOutputStream();
    var asked = new AtomicBoolean();
    var out =
        new PrintStream(bytes, false, UTF_8) {
          @Override
          public void flush() {
            super.flush();
            if (!asked.getAndSet(true)) {
              Thread.currentThread().interrupt();
            }
          }
        };
    Demo.run(new DemoOptions(0, Optional.empty(), false, here()), out);
    assertThat(bytes.toString(UTF_8)).contains("calls and");
  }

  @Test
  void an_interrupt_before_it_has_begun_ends_it() throws Exception {
    Thread.currentThread().interrupt();
    assertThat(run(new DemoOptions(0, Optional.empty(), false, here()))).isEmpty();
  }

  @Test
  void commands_beside_it_find_its_teams_and_what_their_calls_cost() throws Exception {
    var bytes = new ByteArrayOutputStream();
    var seen = new ArrayList<String>();
    var out =
        new PrintStream(bytes, true, UTF_8) {
          @Override
          public void println(String line) {
            super.println(line);
            here().running().forEach(one -> seen.add(one.name() + " " + get(one.url())));
          }
        };
    Demo.run(new DemoOptions(0, Optional.of(Duration.ofSeconds(3)), false, here()), out);
    assertThat(seen).isNotEmpty();
    assertThat(seen.getLast())
        .startsWith("demo ")
        .contains("\"support\"", "\"research\"", "\"search\"", "100USD/day");
    assertThat(here().running()).isEmpty();
  }

  private static String get(URI admin) {
    try (var in = admin.resolve("/admin/v1/teams").toURL().openStream()) {
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      return "";
    }
  }

  private static String run(DemoOptions options) throws Exception {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Demo.run(options, new PrintStream(bytes, true, UTF_8));
    return bytes.toString(UTF_8);
  }
}
