package dev.sluice.it.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testing.LongForm;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// SIGTERM at any moment of a start.
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class EndedStartTest {
  /// What the JVM ends with by itself, before the program has taken over the signal.
  private static final int OF_THE_JVM = 143;

  private static final String EARLY = "ended before anything was served";
  private static final String PROVIDER =
      "providers: {local: {type: vllm, url: \"http://127.0.0.1:9\"}}\n";

  /// A start with a warm-up, which other tests do without, and each class that it loads.
  private static final List<String> LOUD =
      List.of("-Dsluice.warm-up.calls=40", "-Xlog:class+load:stdout");

  /// How many classes a start loads, about.
  private static final int CLASSES = 4_800;

  private static final int STARTS = LongForm.rounds(3, 60);

  @TempDir private Path folder;

  @Test
  void it_ends_at_once_wherever_it_is_and_the_next_one_starts() throws Exception {
    Path config =
        ServeProcess.config(
            folder, PROVIDER + "store: {path: \"" + folder.resolve("data") + "\"}\n");
    for (int start = 0; start < STARTS; start++) {
      int moment = 1 + start * CLASSES / STARTS;
      var classes = new AtomicInteger();
      try (var serve = ServeProcess.start(folder, List.of(), LOUD, config)) {
        var _ =
            serve.line(
                line ->
                    line.contains("ready http")
                        || (line.contains("[class,load]") && classes.incrementAndGet() == moment));
        serve.signal();
        assertThat(serve.end())
            .as("%d: %s", moment, serve.err())
            .isIn(ServeProcess.DONE, OF_THE_JVM);
        assertThat(serve.err()).doesNotContain("\tat ").doesNotContain("bug");
      }
    }
    try (var serve = ServeProcess.start(folder, List.of(), List.of(), config)) {
      assertThat(serve.ready()).as(serve.err()).isPresent();
      serve.signal();
      assertThat(serve.end()).isEqualTo(ServeProcess.DONE);
      assertThat(serve.err()).contains("draining").doesNotContain("is lost");
    }
  }

  /// The database accepts connections and says nothing, and nothing has called yet: neither is
  /// waited for, and no balancer is left time to notice.
  @Test
  void it_waits_for_no_store_and_for_no_balancer() throws Exception {
    try (var database = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      String store =
          "store: {path: \"%s\", url: \"jdbc:postgresql://127.0.0.1:%d/none\"}\n"
              .formatted(folder.resolve("data"), database.getLocalPort());
      Path config = ServeProcess.config(folder, PROVIDER + store);
      try (var serve = ServeProcess.start(folder, List.of(), List.of(), config);
          Socket _ = database.accept()) {
        serve.signal();
        assertThat(serve.end()).isEqualTo(ServeProcess.DONE);
        assertThat(serve.err()).isEqualTo(EARLY);
      }
    }
  }
}
