package dev.sluice.it.clients;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.it.agents.ConnectSnippet;
import dev.sluice.it.installed.Installed;
import dev.sluice.it.installed.JavaSource;
import dev.sluice.it.installed.PreparedPython;
import dev.sluice.sim.scenario.Model;
import dev.sluice.sim.scenario.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The snippets of docs/clients.md for programs, as they stand there. Needs Python and Node, and
/// fails without them.
abstract class ClientSnippets {
  private static final String ADDRESS = "http://127.0.0.1:8080";
  private static final Pattern TYPES = Pattern.compile(" as const\\b");
  private static final String CONFIG =
      """
      providers:
        sim: {type: compatible, url: "%1$s", allow_private: true}
      routes:
        all: {models: [gpt-5-mini], targets: [{provider: sim}]}
      """;

  private static Gatehouse gatehouse;

  @TempDir private Path folder;

  @BeforeAll
  static void start() {
    gatehouse = new Gatehouse(Scenario.of(Model.named("gpt-5-mini")), CONFIG);
  }

  @AfterAll
  static void close() {
    gatehouse.close();
  }

  private static String snippet(String heading) throws IOException {
    return ConnectSnippet.of(heading, ADDRESS, gatehouse.url().replaceFirst("/v1$", ""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {"Python, openai; openai-3", "Python, anthropic; anthropic-2"})
  void in_python(String heading, String list) throws Exception {
    Path file = Files.writeString(folder.resolve("snippet.py"), snippet(heading));
    var result =
        PreparedPython.of(list)
            .run(folder, Map.of("SLUICE_KEY", Gatehouse.KEY), List.of(file.toString()));
    assertThat(result.code()).as("%s", result).isZero();
    assertThat(result.out()).isNotBlank();
  }

  @Test
  void in_typescript() throws Exception {
    String script = TYPES.matcher(snippet("TypeScript")).replaceAll("");
    // Beside the package that it imports.
    Path file = Files.createTempFile(Installed.npm(""), "snippet", ".mjs");
    try {
      Files.writeString(file, script);
      assertThat(said(folder, List.of(Installed.node(), file.toString()))).isNotBlank();
    } finally {
      Files.delete(file);
    }
  }

  /// In one program, since most of its time goes into its start.
  @Test
  void in_java() throws Exception {
    String source =
        """
        import com.openai.client.*;
        import com.openai.client.okhttp.*;
        import com.openai.models.chat.completions.*;
        import dev.langchain4j.model.chat.*;
        import dev.langchain4j.model.openai.*;
        void openai() {
        %s}
        void langchain() {
        %s}
        void main() {
          openai();
          System.out.println("---");
          langchain();
        }
        """
            .formatted(snippet("Java"), snippet("LangChain4j"));
    Path file = Files.writeString(folder.resolve("Snippet.java"), source);
    String said = said(folder, JavaSource.compile(folder, file, folder));
    assertThat(said.split("---", -1)).hasSize(2).allMatch(one -> !one.isBlank());
  }

  private static String said(Path dir, List<String> command) throws Exception {
    ProcessBuilder builder = new ProcessBuilder(command).directory(dir.toFile());
    builder.environment().put("SLUICE_KEY", Gatehouse.KEY);
    Installed.compileOnce(builder);
    Path err = dir.resolve("err");
    Process process = builder.redirectError(err.toFile()).start();
    process.getOutputStream().close();
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor())
        .as("%s said: %s", command.getLast(), Files.readString(err))
        .isZero();
    return out;
  }
}
