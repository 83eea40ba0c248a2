package dev.sluice.it.start;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// A gateway without a cluster.
@Timeout(value = 600, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class AloneTest {
  private static final String PROVIDER =
      "providers: {local: {type: vllm, url: \"http://127.0.0.1:9\"}}\n";

  @TempDir private Path folder;

  @Test
  void it_loads_nothing_of_one() throws Exception {
    Path loaded = folder.resolve("loaded");
    Path config = ServeProcess.config(folder, PROVIDER);
    try (var serve =
        ServeProcess.start(folder, List.of(), List.of("-Xlog:class+load:file=" + loaded), config)) {
      assertThat(serve.ready()).as(serve.err()).isPresent();
      serve.signal();
      assertThat(serve.end()).isEqualTo(ServeProcess.DONE);
    }
    assertThat(Files.readString(loaded))
        .contains("dev.sluice.server.GatewayProcess ")
        .doesNotContain("dev.sluice.cluster.", "io.lettuce.", "reactor.", "cli.config.Clusters ");
  }
}
