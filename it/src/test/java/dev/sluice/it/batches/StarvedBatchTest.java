package dev.sluice.it.batches;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.it.lab.LabProgram;
import dev.sluice.lab.batch.BatchClient;
import dev.sluice.lab.batch.Starvation;
import dev.sluice.lab.batch.Starvation.Came;
import dev.sluice.sim.fault.Fault;
import dev.sluice.sim.fault.FaultCall;
import dev.sluice.sim.scenario.FaultRule;
import dev.sluice.sim.scenario.Model;
import dev.sluice.sim.scenario.Scenario;
import dev.sluice.sim.scenario.TimeWindow;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/// Batches that lack something midway: of what `lab batch` plays, the disk that fails under a
/// gateway in a process of its own, and answers that are missing, at one in this process.
@Timeout(value = 300, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
@EnabledOnOs(OS.LINUX)
class StarvedBatchTest {
  private static final int LINES = 300;
  private static final String EMBEDDINGS = "/v1/embeddings";
  private static final String ROUTES =
      """
      providers: {sim: {type: compatible, url: "%s", allow_private: true}}
      routes: {vectors: {models: [vectors], targets: [{provider: sim}], batch: {}}}
      """;

  @TempDir private Path folder;

  @Test
  void p6_a_batch_whose_disk_fails_is_failed_and_keeps_its_results() throws Exception {
    Came came = Starvation.FAILING_DISK.at(LabProgram.of());
    assertThat(came.holds()).as(came.what()).isTrue();
  }

  @Test
  void u41_answers_that_are_missing_or_twice_leave_each_line_one_result() throws Exception {
    Model odd =
        Model.named("vectors").faults(each(Fault.HALF_MISSING, 3), each(Fault.DUPLICATES, 2));
    try (BatchGateway gateway = new BatchGateway(folder, Scenario.of(odd), ROUTES)) {
      BatchClient red = gateway.client(BatchGateway.RED);
      JsonNode done = red.awaitEnd(red.make(lines(), EMBEDDINGS));
      assertThat(done.path("status").asText()).as(done.toString()).isEqualTo("completed");
      List<JsonNode> results = red.lines(done.path("output_file_id"));
      assertThat(results.stream().map(line -> line.path("custom_id").asText()))
          .containsExactlyElementsOf(IntStream.range(0, LINES).mapToObj(i -> "c-" + i).toList());
      assertThat(gateway.simulator.recorded().calls(kind -> kind.path().endsWith(EMBEDDINGS)))
          .as("calls, of which each second and each third one is answered oddly")
          .isGreaterThanOrEqualTo(6);
    }
  }

  private static FaultRule each(Fault fault, long every) {
    return new FaultRule(new FaultCall(fault, fault.standard()), TimeWindow.ALWAYS, 0, every, 1);
  }

  private static String lines() {
    return IntStream.range(0, LINES)
        .mapToObj(
            i ->
                "{\"custom_id\":\"c-%1$d\",\"method\":\"POST\",\"url\":\"%2$s\",\"body\":{\"model\":\"vectors\",\"input\":\"page %1$d\"}}"
                    .formatted(i, EMBEDDINGS))
        .collect(Collectors.joining("\n"));
  }
}
