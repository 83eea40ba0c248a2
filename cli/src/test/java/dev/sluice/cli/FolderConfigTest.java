package dev.sluice.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Commands that are told no configuration, in a folder with a `sluice.yaml`.
class FolderConfigTest {
  @TempDir private Path folder;

  @BeforeEach
  void write() throws IOException {
    Files.writeString(
        folder.resolve("sluice.yaml"),
        """
        admin: {listen: "127.0.0.1:0"}
        providers: {local: {type: vllm, url: "http://127.0.0.1:9"}}
        routes: {r: {models: [m], targets: [{provider: local}]}}
        """);
  }

  private Process start(String... arguments) throws IOException {
    ProcessBuilder builder = new ProcessBuilder(TestProgram.command(List.of(), arguments));
    builder.environment().put("XDG_RUNTIME_DIR", folder.toString());
    return builder.directory(folder.toFile()).redirectError(err().toFile()).start();
  }

  private Path err() {
    return folder.resolve("err");
  }

  private static String out(Process process) throws Exception {
    String out = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).isZero();
    return out;
  }

  @Test
  void validate_and_explain_read_it_and_say_so() throws Exception {
    assertThat(out(start("validate"))).isEqualTo("sluice.yaml: ok (1 provider, 1 route)\n");
    assertThat(out(start("explain", "m"))).contains("local/m").contains("sluice.yaml:3");
    assertThat(Files.readString(err())).contains("configuration  sluice.yaml\n");
  }

  @Test
  void serve_reads_it_and_says_so() throws Exception {
    Process process = start("serve", "--port", "0");
    try {
      assertThat(process.inputReader().readLine()).startsWith("ready ");
      assertThat(Files.readString(err())).contains("config     sluice.yaml\n");
    } finally {
      process.destroy();
      process.waitFor();
    }
    assertThat(folder.resolve("sluice")).isEmptyDirectory();
  }
}
