package dev.sluice.server.batches;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.batches.Batch;
import dev.sluice.batches.BatchOrder;
import dev.sluice.batches.BatchResults;
import dev.sluice.batches.BatchState;
import dev.sluice.batches.BatchTimes;
import dev.sluice.batches.Ending;
import dev.sluice.batches.LineError;
import dev.sluice.batches.delegate.Delegation;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class BatchViewTest {
  private static final String WINDOW = "24h";

  private static Batch failed(int errors) {
    return new Batch(
        "batch_1",
        new BatchOrder("red", "key", "/v1/embeddings", "file-1", 0, Map.of(), Map.of()),
        BatchState.FAILED,
        Ending.NONE,
        BatchTimes.from(0, 1_000),
        BatchResults.NONE,
        IntStream.rangeClosed(1, errors)
            .mapToObj(line -> new LineError("invalid_json_line", line, "", "no JSON"))
            .toList(),
        Delegation.NONE);
  }

  @Test
  void a_page_has_the_first_errors_of_each_batch_and_a_batch_all_of_them() throws Exception {
    Batch batch = failed(100);
    assertThat(BatchView.of(batch, WINDOW).path("errors").path("data")).hasSize(100);
    JsonNode page =
        new ObjectMapper().readTree(BatchView.list(List.of(batch, failed(3)), 20, WINDOW));
    JsonNode first = page.path("data").get(0).path("errors").path("data");
    assertThat(first).hasSize(10);
    assertThat(first.get(9).path("line").asInt()).isEqualTo(10);
    assertThat(page.path("data").get(1).path("errors").path("data")).hasSize(3);
  }
}
