package dev.sluice.server.config.reader;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.config.provider.Secret;
import dev.sluice.config.yaml.ConfigException;
import dev.sluice.config.yaml.Doc;
import dev.sluice.server.config.OtelConfig;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class OtelReaderTest {
  @Test
  void nothing_is_said_where_nothing_stands() {
    assertThat(read("{}")).isEqualTo(OtelConfig.defaults());
  }

  @Test
  void everything_can_be_said() {
    OtelConfig otel =
        read(
            "{endpoint: \"http://c:4318/\", headers: {x-key: a b}, sample: 2.5%, slow: 1s, names:"
                + " latest, service: gate}");
    assertThat(otel.endpoint()).contains(URI.create("http://c:4318"));
    assertThat(otel.headers()).isEqualTo(Map.of("x-key", new Secret("a b")));
    assertThat(otel.sample()).contains(0.025);
    assertThat(otel.slow()).isEqualTo(Duration.ofSeconds(1));
    assertThat(otel.service()).contains("gate");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{endpoint: 4318} | otel.endpoint must begin with https:// or http://",
        "{endpoint: 'http://me:secret@c'} | otel.endpoint must not hold credentials",
        "{sample: 7} | otel.sample must be a percentage",
        "{slow: soon} | otel.slow must be",
        "{names: old} | otel.names must be one of latest, 1.36",
        "{headers: {x: caf\u00e9-secret}} | otel.headers.x must be printable ASCII characters",
        "{headers: {'a b': c}} | is no header's name",
        "{endpoints: x} | did you mean 'endpoint'?"
      })
  void what_makes_no_sense_is_named_and_no_secret_shown(String otel, String says) {
    assertThatThrownBy(() -> read(otel))
        .isInstanceOf(ConfigException.class)
        .message()
        .contains(says)
        .doesNotContain("secret");
  }

  private static OtelConfig read(String otel) {
    String text = "otel: " + otel + "\nproviders: {p: {type: openai, key: sk-x}}\n";
    return ConfigFile.of(Doc.parse("test.yaml", text, Map.of())).config().otel();
  }
}
