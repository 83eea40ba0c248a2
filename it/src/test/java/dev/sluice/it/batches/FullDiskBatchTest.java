package dev.sluice.it.batches;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.it.lab.LabProgram;
import dev.sluice.it.start.OwnMounts;
import dev.sluice.lab.batch.BatchClient;
import dev.sluice.lab.process.ChildGateway;
import dev.sluice.sim.Simulator;
import dev.sluice.sim.scenario.Model;
import dev.sluice.sim.scenario.Scenario;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// A batch whose results fill the disk of files (P5).
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@EnabledOnOs(OS.LINUX)
class FullDiskBatchTest {
  private static final int LINES = 400;
  private static final String CHAT = "/v1/chat/completions";

  /// A disk of its own at `$1`, for the input and half of the results.
  private static final String SMALL = "mount -t tmpfs -o size=200k none \"$1\"\nshift 1";

  @TempDir private Path folder;

  private String yaml(Path disk, Simulator simulator) {
    return """
    store: {path: "%s"}
    files: {folder: "%s"}
    batches: {}
    server: {listen: "127.0.0.1:0", keys: [{name: web, key: sk-test, team: ops}]}
    admin: {listen: "127.0.0.1:0"}
    log: {calls: off}
    providers: {sim: {type: compatible, url: "%s", allow_private: true}}
    routes: {all: {models: [m], targets: [{provider: sim}]}}
    """
        .formatted(folder.resolve("data"), disk, simulator.url());
  }

  private static String lines() {
    return IntStream.range(0, LINES)
        .mapToObj(
            i ->
                "{\"custom_id\":\"c-%d\",\"method\":\"POST\",\"url\":\"%s\",\"body\":{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}}"
                    .formatted(i, CHAT))
        .collect(Collectors.joining("\n"));
  }

  @Test
  void p5_the_batch_pauses_calls_go_on_and_it_ends_when_there_is_room() throws Exception {
    Path disk = Files.createDirectory(folder.resolve("disk"));
    try (Simulator simulator = Simulator.start(Scenario.of(Model.named("m")), 0)) {
      ChildGateway gateway = start(disk, yaml(disk, simulator));
      try {
        var client = new BatchClient(gateway.api(), "sk-test");
        String id = client.make(lines(), CHAT);
        var admin = new BatchClient(gateway.admin(), "");
        await()
            .atMost(Duration.ofSeconds(60))
            .until(() -> admin.get("/readyz").text().contains("batches pause"));
        assertThat(admin.get("/readyz").status()).isEqualTo(200);
        String call = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
        assertThat(client.post(CHAT, call).status()).isEqualTo(200);
        assertThat(client.batch(id).path("status").asText()).isEqualTo("in_progress");
        grow(gateway, disk);
        JsonNode done = client.awaitEnd(id);
        assertThat(done.path("status").asText()).as(done.toString()).isEqualTo("completed");
        assertThat(done.path("request_counts").path("completed").asInt()).isEqualTo(LINES);
        assertThat(client.lines(done.path("output_file_id"))).hasSize(LINES);

        assertThat(admin.get("/readyz").text()).doesNotContain("batches pause");
      } finally {
        gateway.end();
      }
    }
  }

  private ChildGateway start(Path disk, String yaml) throws Exception {
    Path config = Files.writeString(folder.resolve("sluice.yaml"), yaml);
    List<String> command = new ArrayList<>(OwnMounts.script(SMALL, disk.toString()));
    command.addAll(LabProgram.of().command(List.of(), List.of("serve", "-c", config.toString())));
    return ChildGateway.start(command, folder);
  }

  /// Makes the disk larger, in the gateway's own namespace of mounts.
  private static void grow(ChildGateway gateway, Path disk) throws Exception {
    String pid = Long.toString(gateway.process().pid());
    Process mount =
        new ProcessBuilder(
                "nsenter", "-t", pid, "-m", "mount", "-o", "remount,size=64m", disk.toString())
            .inheritIO()
            .start();
    assertThat(mount.waitFor()).isZero();
  }
}
