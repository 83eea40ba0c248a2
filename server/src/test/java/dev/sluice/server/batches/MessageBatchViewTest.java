package dev.sluice.server.batches;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.batches.Batch;
import dev.sluice.batches.BatchOrder;
import dev.sluice.batches.BatchResults;
import dev.sluice.batches.BatchState;
import dev.sluice.batches.BatchTimes;
import dev.sluice.batches.ClientApi;
import dev.sluice.batches.Ending;
import dev.sluice.batches.LineCounts;
import dev.sluice.batches.LineError;
import dev.sluice.batches.Tokens;
import dev.sluice.batches.delegate.Delegation;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MessageBatchViewTest {
  private static final String GATEWAY = "https://gw.example.com";

  private static Batch batch(BatchState state, Ending ending, LineCounts counts, String output) {
    return new Batch(
        "batch_1",
        new BatchOrder(
            ClientApi.ANTHROPIC, "red", "key", "/v1/messages", "file-1", 0, Map.of(), Map.of()),
        state,
        ending,
        new BatchTimes(1_000, 86_401_000, 1_000, 0, 0, state.isOver() ? 5_123 : 0),
        new BatchResults(counts, Tokens.NONE, output, ""),
        List.of(new LineError("batch_failed", 0, "", "why")),
        Delegation.NONE);
  }

  private static String counts(JsonNode tree) {
    JsonNode counts = tree.path("request_counts");
    return "%s %s %s %s %s"
        .formatted(
            counts.path("processing"),
            counts.path("succeeded"),
            counts.path("errored"),
            counts.path("canceled"),
            counts.path("expired"));
  }

  @ParameterizedTest
  @CsvSource({
    "VALIDATING, NONE, file-o, in_progress, 9 0 0 0 0",
    "IN_PROGRESS, NONE, file-o, in_progress, 9 0 0 0 0",
    "FINALIZING, DONE, file-o, in_progress, 9 0 0 0 0",
    "CANCELLING, NONE, file-o, canceling, 9 0 0 0 0",
    "COMPLETED, DONE, file-o, ended, 0 4 5 0 0",
    "COMPLETED, KEY_REVOKED, file-o, ended, 0 4 5 0 0",
    "CANCELLED, CANCELLED, file-o, ended, 0 4 2 3 0",
    "EXPIRED, EXPIRED, file-o, ended, 0 4 2 0 3",
    "FAILED, FAILED, file-o, ended, 0 4 5 0 0",
    "FAILED, NONE, '', ended, 0 0 9 0 0",
  })
  void the_counts_are_those_of_the_end(
      BatchState state, Ending ending, String output, String status, String counts) {
    int uncalled = state.isOver() ? 3 : 0;
    Batch batch = batch(state, ending, new LineCounts(9, 4, 5, uncalled), output);
    JsonNode tree = MessageBatchView.of(batch, GATEWAY);
    assertThat(tree.path("processing_status").asText()).isEqualTo(status);
    assertThat(counts(tree)).isEqualTo(counts);
    boolean results = state.isOver() && !output.isEmpty();
    assertThat(tree.path("results_url").asText("none"))
        .isEqualTo(
            results ? "https://gw.example.com/v1/messages/batches/msgbatch_1/results" : "none");
  }

  @Test
  void a_batch_has_all_members_that_clients_types_demand() throws Exception {
    Batch batch = batch(BatchState.COMPLETED, Ending.DONE, new LineCounts(1, 1, 0), "file-o");
    assertThat(MessageBatchView.of(batch, "").toString())
        .isEqualTo(
            """
            {"id":"msgbatch_1","type":"message_batch","processing_status":"ended",\
            "request_counts":{"processing":0,"succeeded":1,"errored":0,"canceled":0,"expired":0},\
            "ended_at":"1970-01-01T00:00:05.123Z","created_at":"1970-01-01T00:00:01Z",\
            "expires_at":"1970-01-02T00:00:01Z","archived_at":null,"cancel_initiated_at":null,\
            "results_url":"/v1/messages/batches/msgbatch_1/results"}""");
    JsonNode empty = new ObjectMapper().readTree(MessageBatchView.list(List.of(), false, ""));
    assertThat(empty.toString())
        .isEqualTo("{\"data\":[],\"first_id\":null,\"last_id\":null,\"has_more\":false}");
    assertThat(MessageBatchView.id("msgbatch_1")).isEqualTo("batch_1");
    assertThat(MessageBatchView.id("batch_1")).isEmpty();
  }
}
