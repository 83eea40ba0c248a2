package dev.sluice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.config.GatewayConfig;
import dev.sluice.config.InvalidConfigException;
import dev.sluice.config.TransportConfig;
import dev.sluice.config.file.GatewayFile;
import dev.sluice.config.yaml.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GatewayFromFileTest {
  private static final String YAML =
      """
      server: {listen: 0.0.0.0:8080, keys: ["${env:NOT_SET}"]}
      providers: {local: {type: vllm, url: "http://127.0.0.1:1/v1"}}
      routes: {chat: {models: [fast], targets: [{provider: local, model: qwen3}]}}
      log: {calls: all}
      """;

  @Test
  void a_gateway_starts_from_a_file_and_takes_it_again(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("sluice.yaml"), YAML);
    try (Gateway gateway = Gateway.builder(file).loops(1).start()) {
      assertThat(gateway.stats().breakers())
          .extracting(breaker -> breaker.target())
          .contains("local/qwen3");
      Files.writeString(file, YAML.replace("qwen3", "qwen4"));
      assertThat(gateway.reload(GatewayFile.load(file).config())).isEqualTo(2);
      assertThat(gateway.stats().breakers())
          .extracting(breaker -> breaker.target())
          .contains("local/qwen4")
          .doesNotContain("local/qwen3");
    }
  }

  @Test
  void a_gateway_starts_from_a_text() {
    try (Gateway gateway = Gateway.start(YAML)) {
      assertThat(gateway.revision()).isEqualTo(1);
    }
  }

  @Test
  void a_file_that_cannot_be_used_starts_nothing(@TempDir Path folder) throws IOException {
    Path file = Files.writeString(folder.resolve("sluice.yaml"), "store: {path: data}\n" + YAML);
    assertThatThrownBy(() -> Gateway.start(file))
        .isInstanceOf(ConfigException.class)
        .hasMessageStartingWith(file + ":1:8: store keeps keys");
    assertThatThrownBy(() -> Gateway.start(folder.resolve("none.yaml")))
        .hasMessageEndingWith("none.yaml:1:1: there is no such file");
    assertThatThrownBy(() -> Gateway.start("sluice.yaml"))
        .isInstanceOf(ConfigException.class)
        .hasMessageContaining("give Path.of");
  }

  @Test
  void a_configuration_that_cannot_be_used_starts_nothing_and_changes_nothing() {
    var none = new GatewayConfig(List.of(), List.of(), true);
    assertThatThrownBy(() -> Gateway.start(none))
        .isInstanceOf(InvalidConfigException.class)
        .hasMessageContaining("there are no providers");
    try (Gateway gateway =
        Gateway.builder(YAML).loops(1).transport(TransportConfig.plain()).start()) {
      assertThatThrownBy(() -> gateway.reload(none)).isInstanceOf(InvalidConfigException.class);
      assertThat(gateway.revision()).isEqualTo(1);
    }
  }

  @Test
  void what_is_skipped_is_said_in_one_line() {
    assertThat(FileConfig.skipped(GatewayFile.parse(YAML), "sluice.yaml"))
        .isEqualTo(
            "sluice.yaml: an embedded gateway does not use server, log (GatewayFile.skipped() says"
                + " why)");
  }
}
