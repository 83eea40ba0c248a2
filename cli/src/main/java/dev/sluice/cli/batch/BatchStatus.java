package dev.sluice.cli.batch;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.OptionalLong;
import java.util.Set;

/// A batch as its API shows it.
///
/// @param state in the API's words
/// @param total how many lines it has
/// @param completed lines with an answer
/// @param failed lines with an error
/// @param output the name of the file of answers; empty for none
/// @param errors the name of the file of errors; empty for none
/// @param faults what is wrong with its input
/// @param remaining how many seconds the providers' limits let it take, where the API says so
/// @param paused why it calls no lines now; empty where it does
record BatchStatus(
    String id,
    String state,
    long total,
    long completed,
    long failed,
    String output,
    String errors,
    List<LineFault> faults,
    OptionalLong remaining,
    String paused) {
  private static final Set<String> OVER = Set.of("completed", "failed", "expired", "cancelled");

  BatchStatus {
    faults = List.copyOf(faults);
  }

  /// Reads what an API has answered.
  static BatchStatus of(JsonNode json) {
    JsonNode counts = json.path("request_counts");
    return new BatchStatus(
        json.path("id").asText(""),
        ApiWords.line(json.path("status").asText("")),
        counts.path("total").asLong(),
        counts.path("completed").asLong(),
        counts.path("failed").asLong(),
        text(json.path("output_file_id")),
        text(json.path("error_file_id")),
        LineFault.of(json),
        remaining(json.path("sluice").path("remaining_seconds")),
        ApiWords.line(text(json.path("sluice").path("paused"))));
  }

  private static OptionalLong remaining(JsonNode seconds) {
    return seconds.isNumber() ? OptionalLong.of(seconds.asLong()) : OptionalLong.empty();
  }

  private static String text(JsonNode value) {
    return value.isTextual() ? value.textValue() : "";
  }

  /// Lines with a result.
  long done() {
    return completed + failed;
  }

  boolean isOver() {
    return OVER.contains(state);
  }

  boolean isRunning() {
    return state.equals("in_progress");
  }

  boolean isCompleted() {
    return state.equals("completed");
  }
}
