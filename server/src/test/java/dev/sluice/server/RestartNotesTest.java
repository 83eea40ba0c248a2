package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.yaml.Doc;
import dev.sluice.server.config.SluiceConfig;
import dev.sluice.server.config.reader.ConfigFile;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RestartNotesTest {
  private static final SluiceConfig STARTED = config("");

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "server: {bodies: 64MiB}|server.bodies changes at the next start",
        "routes: {r: {models: [m], targets: [{provider: p}], cache: {max: 65MiB}}}|the collector"
            + " that ./sluice chooses by the size of the routes' caches changes at the next start",
        "log: {calls: text}|log.calls changes at the next start",
        "log: {level: warn}|log.level changes at the next start",
        "report: {pinning: on}|report.pinning changes at the next start"
      })
  void what_needs_a_restart_is_said_by_its_name(String section, String note) {
    assertThat(RestartNotes.of(STARTED, config(section))).containsExactly(note);
  }

  @Test
  void what_a_reload_takes_over_needs_no_word() {
    for (String section :
        List.of(
            "otel: {sample: 5%}",
            "report: {latency: 3s}", "log: {upstream_errors: {for: 5m}}", "server: {drain: 1s}")) {
      assertThat(RestartNotes.of(STARTED, config(section))).isEmpty();
    }
  }

  private static SluiceConfig config(String section) {
    String text = section + "\nproviders: {p: {type: openai, key: sk-x}}\n";
    return ConfigFile.of(Doc.parse("test.yaml", text, Map.of())).config();
  }
}
