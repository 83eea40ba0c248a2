package dev.sluice.server.batches;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sluice.batches.Batch;
import dev.sluice.batches.BatchOrder;
import dev.sluice.batches.BatchResults;
import dev.sluice.batches.BatchState;
import dev.sluice.batches.BatchTimes;
import dev.sluice.batches.BatchWorkStatus;
import dev.sluice.batches.ClientApi;
import dev.sluice.batches.Ending;
import dev.sluice.batches.LineCounts;
import dev.sluice.batches.LineError;
import dev.sluice.batches.PauseReason;
import dev.sluice.batches.Tokens;
import dev.sluice.batches.delegate.Delegation;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WorkStatusViewTest {
  private static Batch batch(BatchState state, Ending ending, int errors) {
    return batch(ClientApi.OPENAI, state, ending, errors, Delegation.NONE);
  }

  private static Batch batch(
      ClientApi api, BatchState state, Ending ending, int errors, Delegation delegation) {
    return new Batch(
        "batch_1",
        new BatchOrder(
            api,
            "team red",
            "k1",
            "/v1/embeddings",
            "file-1",
            0,
            Map.of("who", "me"),
            Map.of("x-a", "b")),
        state,
        ending,
        new BatchTimes(1_000, 9_000, 2_000, 0, 0, state.isOver() ? 5_000 : 0),
        new BatchResults(new LineCounts(9, 3, 1), new Tokens(40, 10, 7, 2), "", "file-2"),
        IntStream.rangeClosed(1, errors)
            .mapToObj(line -> new LineError("invalid_json_line", line, "", "no JSON"))
            .toList(),
        delegation);
  }

  @Test
  void a_batch_that_pauses_tells_why_and_until_when() {
    Batch running = batch(BatchState.IN_PROGRESS, Ending.NONE, 0);
    JsonNode tree =
        WorkStatusView.of(new BatchWorkStatus(running, "gw", PauseReason.BUDGET, 7_000), 10);
    assertThat(tree.at("/paused/why").asText()).isEqualTo("budget");
    assertThat(tree.at("/paused/until").asLong()).isEqualTo(7_000);
    assertThat(tree.get("node").asText()).isEqualTo("gw");
    assertThat(tree.get("team").asText()).isEqualTo("red");
    assertThat(tree.get("lines").toString())
        .isEqualTo("{\"total\":9,\"completed\":3,\"failed\":1}");
    assertThat(tree.get("usage").toString())
        .isEqualTo("{\"input\":40,\"cached\":10,\"output\":7,\"reasoning\":2}");
    assertThat(tree.get("begun").asLong()).isEqualTo(2_000);
    assertThat(tree.get("ended").isNull()).isTrue();
    assertThat(tree.get("ending").isNull()).isTrue();
    assertThat(tree.get("output_file").isNull()).isTrue();
    assertThat(tree.get("error_file").asText()).isEqualTo("file-2");
    assertThat(tree.toString()).doesNotContain("who").doesNotContain("x-a");
  }

  @Test
  void a_batch_says_which_api_made_it_and_who_runs_it() {
    Batch here = batch(BatchState.IN_PROGRESS, Ending.NONE, 0);
    JsonNode tree = WorkStatusView.of(new BatchWorkStatus(here, "gw", PauseReason.NONE, 0), 10);
    assertThat(tree.get("api").asText()).isEqualTo("openai");
    assertThat(tree.get("delegated").isNull()).isTrue();
    var to = new Delegation("anthropic/claude", List.of());
    Batch there = batch(ClientApi.ANTHROPIC, BatchState.IN_PROGRESS, Ending.NONE, 0, to);
    JsonNode other = WorkStatusView.of(new BatchWorkStatus(there, "gw", PauseReason.NONE, 0), 10);
    assertThat(other.get("api").asText()).isEqualTo("anthropic");
    assertThat(other.get("delegated").asText()).isEqualTo("anthropic/claude");
  }

  @Test
  void a_page_has_the_first_errors_of_a_batch_and_says_how_many_there_are() {
    Batch failed = batch(BatchState.FAILED, Ending.NONE, 100);
    JsonNode tree = WorkStatusView.of(new BatchWorkStatus(failed, "", PauseReason.NONE, 0), 10);
    assertThat(tree.get("errors")).hasSize(10);
    assertThat(tree.get("errors_total").asInt()).isEqualTo(100);
    assertThat(tree.at("/errors/9/line").asInt()).isEqualTo(10);
    assertThat(tree.get("paused").isNull()).isTrue();
    assertThat(tree.get("node").isNull()).isTrue();
  }

  @Test
  void a_batch_says_why_lines_were_not_called() {
    Batch expired = batch(BatchState.EXPIRED, Ending.EXPIRED, 0);
    JsonNode tree = WorkStatusView.of(new BatchWorkStatus(expired, "", PauseReason.NONE, 0), 10);
    assertThat(tree.get("ending").asText()).isEqualTo("expired");
    Batch done = batch(BatchState.COMPLETED, Ending.DONE, 0);
    JsonNode all = WorkStatusView.of(new BatchWorkStatus(done, "", PauseReason.NONE, 0), 10);
    assertThat(all.get("ending").isNull()).isTrue();
  }
}
