package dev.sluice.it.start;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.sim.Simulator;
import dev.sluice.sim.scenario.Model;
import dev.sluice.sim.scenario.Scenario;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Two instances on the folder of one SQLite store.
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class TwoInstancesTest {
  @TempDir private Path folder;

  @Test
  void of_two_that_start_at_once_one_serves_and_the_other_says_who_holds_the_store()
      throws Exception {
    try (var provider = Simulator.start(Scenario.of(Model.named("m")), 0);
        HttpClient client = HttpClient.newHttpClient()) {
      Path config =
          ServeProcess.config(
              folder,
              """
              store: {path: "%s"}
              providers: {sim: {type: openai, url: "%s", key: k, allow_private: true}}
              """
                  .formatted(folder.resolve("data"), provider.url()));
      try (var first = ServeProcess.start(folder, List.of(), List.of(), config);
          var second = ServeProcess.start(folder, List.of(), List.of(), config)) {
        List<ServeProcess> serving = new ArrayList<>();
        Optional<URI> url = Optional.empty();
        for (ServeProcess one : List.of(first, second)) {
          Optional<URI> ready = one.ready();
          ready.ifPresent(_ -> serving.add(one));
          url = url.or(() -> ready);
        }
        assertThat(serving).hasSize(1);
        ServeProcess other = serving.contains(first) ? second : first;
        assertThat(other.end()).isEqualTo(ServeProcess.CANNOT_START);
        assertThat(other.err())
            .contains("is held by another process", "(process " + serving.getFirst().pid() + ")")
            .hasLineCount(1);
        assertThat(serving.getFirst().call(client, url.orElseThrow(), "Hi")).isEqualTo(200);
        serving.getFirst().signal();
        assertThat(serving.getFirst().end()).isEqualTo(ServeProcess.DONE);
      }
    }
  }
}
