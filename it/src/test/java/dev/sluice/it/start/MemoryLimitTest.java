package dev.sluice.it.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.cli.TestProgram;
import dev.sluice.sim.Simulator;
import dev.sluice.sim.scenario.Model;
import dev.sluice.sim.scenario.Scenario;
import dev.sluice.testing.LongForm;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The memory of a container: a start that has too little says how much it takes, and one that has
/// enough is never killed, whatever comes.
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@EnabledOnOs(OS.LINUX)
class MemoryLimitTest {
  private static final int LEAST = 264;
  private static final int CALLERS = 64;
  private static final int CALLS = LongForm.rounds(96, 192);
  private static final int LARGE = 2 << 20;

  @TempDir private Path folder;

  /// The program as the start scripts start it, with the sizes that they compute; the archive of
  /// classes takes the place of their start cache.
  private ServeProcess start(MemoryLimit limit, Path config) throws IOException {
    String script =
        ". ../dist/memory.sh && sluice_memory || exit 3\n"
            + "java=$1 && shift && exec \"$java\" @../cli/jvm.options $memory \"$@\"";
    List<String> command = new ArrayList<>(limit.around());
    command.addAll(List.of("sh", "-uc", script, "sh"));
    command.add(ProcessHandle.current().info().command().orElseThrow());
    command.add("--add-opens=java.base/java.lang=ALL-UNNAMED");
    command.addAll(TestProgram.archive());
    command.addAll(TestProgram.program());
    command.addAll(List.of("serve", "-c", config.toString()));
    return ServeProcess.start(folder, command);
  }

  @ParameterizedTest
  @ValueSource(ints = {128, 256})
  void too_little_is_told_with_what_it_takes(int mib) throws Exception {
    Path config = ServeProcess.config(folder, "");
    try (var limit = MemoryLimit.of(mib);
        var serve = start(limit, config)) {
      assertThat(serve.ready()).isEmpty();
      assertThat(serve.end()).isEqualTo(ServeProcess.CANNOT_START);
      assertThat(serve.err())
          .contains("may use " + mib + " MiB of memory, and the smallest that works is " + LEAST)
          .hasLineCount(1);
    }
  }

  /// In the long form with 512 MiB, too.
  static IntStream enough() {
    return LongForm.isOn() ? IntStream.of(LEAST, 512) : IntStream.of(LEAST);
  }

  /// Bodies of 128 MiB at the same time, and half as many after them; in the long form twice as
  /// many.
  @ParameterizedTest
  @MethodSource("enough")
  void enough_is_never_too_little(int mib) throws Exception {
    try (var provider = Simulator.start(Scenario.of(Model.named("m")), 0);
        HttpClient client = HttpClient.newHttpClient();
        ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
        var limit = MemoryLimit.of(mib)) {
      Path config =
          ServeProcess.config(
              folder,
              "providers: {sim: {type: openai, url: \"%s\", key: k, allow_private: true}}\n"
                  .formatted(provider.url()));
      try (var serve = start(limit, config)) {
        URI url = serve.ready().orElseThrow();
        byte[] large = ServeProcess.body("x".repeat(LARGE));
        List<Future<Integer>> all = new ArrayList<>();
        for (int i = 0; i < CALLS; i++) {
          all.add(callers.submit(() -> serve.call(client, url, large)));
        }
        for (Future<Integer> one : all) {
          assertThat(one.get()).isIn(200, 503);
        }
        assertThat(serve.call(client, url, "Hi")).isEqualTo(200);
        assertThat(serve.isAlive()).isTrue();
        limit.checkNeverPassed(serve.pid());
        serve.signal();
        assertThat(serve.end()).isEqualTo(ServeProcess.DONE);
      }
    }
  }
}
