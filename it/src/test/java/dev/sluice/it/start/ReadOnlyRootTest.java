package dev.sluice.it.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.sim.Simulator;
import dev.sluice.sim.scenario.Model;
import dev.sluice.sim.scenario.Scenario;
import dev.sluice.testing.LongForm;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// A root that may not be written, with `/tmp`: what containers are told to have.
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@EnabledOnOs(OS.LINUX)
class ReadOnlyRootTest {
  /// `$1` is the folder of the test, which may be in `/tmp`.
  private static final String READ_ONLY =
      """
      mount --bind "$1" "$1"
      mount -o remount,bind,ro "$1"
      mount --bind /tmp /tmp 2>/dev/null || :
      mount -o remount,bind,ro /tmp
      mount -o remount,bind,ro /
      unset XDG_RUNTIME_DIR
      """;

  /// A volume at `$2`.
  private static final String VOLUME = "mount -t tmpfs none \"$2\"\n";

  private static final int DONE = ServeProcess.DONE;

  @TempDir private Path folder;

  private static Simulator provider() {
    return Simulator.start(Scenario.of(Model.named("m")), 0);
  }

  private static String of(Simulator provider) {
    return "providers: {sim: {type: openai, url: \"%s\", key: k, allow_private: true}}\n"
        .formatted(provider.url());
  }

  private void serves(String script, String more) throws Exception {
    Path data = Files.createDirectory(folder.resolve("data"));
    List<String> around =
        OwnMounts.script(READ_ONLY + script + "shift 2", folder.toString(), data.toString());
    try (var provider = provider();
        HttpClient client = HttpClient.newHttpClient()) {
      Path config = ServeProcess.config(folder, of(provider) + more);
      try (var serve = ServeProcess.start(folder, around, List.of(), config)) {
        URI url = serve.ready().orElseThrow(() -> new AssertionError(text(serve)));
        assertThat(serve.call(client, url, "Hi")).isEqualTo(200);
        serve.signal();
        assertThat(serve.end()).isEqualTo(DONE);
        assertThat(serve.err())
            .contains("commands need --url to find this gateway, whose file cannot be written")
            .doesNotContain("\tat ");
      }
    }
  }

  private static String text(ServeProcess serve) {
    try {
      return serve.err();
    } catch (java.io.IOException e) {
      return e.toString();
    }
  }

  /// With a store, and in the long form without one, which writes less.
  static List<Boolean> stores() {
    return LongForm.isOn() ? List.of(true, false) : List.of(true);
  }

  @ParameterizedTest
  @MethodSource("stores")
  void with_a_volume_for_what_it_writes_it_serves_and_says_what_it_cannot_write(boolean store)
      throws Exception {
    String stored = "store: {path: \"%s\"}\n".formatted(folder.resolve("data"));
    serves(store ? VOLUME : "", store ? stored : "");
  }

  @Test
  void with_a_store_and_no_volume_it_says_what_may_not_be_written() throws Exception {
    Path data = folder.resolve("data");
    List<String> around = OwnMounts.script(READ_ONLY + "shift", folder.toString());
    try (var provider = provider()) {
      Path config = ServeProcess.config(folder, of(provider) + "store: {path: \"" + data + "\"}\n");
      try (var serve = ServeProcess.start(folder, around, List.of(), config)) {
        assertThat(serve.ready()).isEmpty();
        assertThat(serve.end()).isEqualTo(ServeProcess.CANNOT_START);
        assertThat(serve.err())
            .contains("the store " + data + " may not be written: ")
            .hasLineCount(1);
      }
    }
  }
}
