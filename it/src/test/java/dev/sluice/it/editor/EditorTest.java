package dev.sluice.it.editor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.cli.Main;
import dev.sluice.cli.Run;
import dev.sluice.it.installed.Installed;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The first line of a file that `init` has written leads the language server of editors to the
/// schema beside it.
class EditorTest {
  private static final Map<String, String> ENV = Map.of("GROQ_API_KEY", "not-to-be-seen");

  /// The line of the first provider, and the column of its type, from 0.
  private static final int LINE = 6;

  private static final int COLUMN = 10;

  @TempDir private Path folder;

  @BeforeEach
  void init() {
    Run run = new Run((console, args) -> Main.run(console, Map.of(), args), ENV);
    assertThat(run.run("init", file().toString()).code()).isZero();
  }

  @Test
  void an_editor_shows_what_a_key_means() throws Exception {
    JsonNode shown = shown();
    assertThat(shown.get("problems")).isEmpty();
    assertThat(shown.get("hover").asText()).contains("Which preset holds", "groq", "anthropic");
  }

  @Test
  void an_editor_underlines_what_is_wrong() throws Exception {
    String text = Files.readString(file());
    Files.writeString(file(), text.replace("type: groq", "type: grok") + "\nsrver: {}\n");
    assertThat(shown().get("problems"))
        .extracting(JsonNode::asText)
        .satisfiesExactly(
            type -> assertThat(type).startsWith(LINE + 1 + ": Value is not accepted."),
            key -> assertThat(key).endsWith(": Property srver is not allowed."));
  }

  private Path file() {
    return folder.resolve("sluice.yaml");
  }

  private JsonNode shown() throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(
                Installed.node(), "diagnose.mjs", file().toString(), "" + LINE, "" + COLUMN)
            .directory(Installed.npm("editor").toFile())
            .redirectErrorStream(true);
    Installed.compileOnce(builder);
    Process process = builder.start();
    process.getOutputStream().close();
    String output = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(output).isZero();
    return new ObjectMapper().readTree(output);
  }
}
