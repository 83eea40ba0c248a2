package dev.sluice.sim.batch;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// A batch as OpenAI and Azure tell it.
final class OpenAiBatchJson {
  private static final Duration WINDOW = Duration.ofHours(24);

  private OpenAiBatchJson() {}

  static String status(BatchView view) {
    return view.phase().name().toLowerCase(Locale.ROOT);
  }

  static ObjectNode of(BatchView view) {
    BatchOrder order = view.order();
    ObjectNode told = JsonNodeFactory.instance.objectNode();
    told.put("id", "batch_" + order.id()).put("object", "batch");
    told.put("endpoint", order.word(OpenAiBatches.ENDPOINT));
    errors(told, view);
    told.put("input_file_id", order.word(OpenAiBatches.INPUT));
    told.put("completion_window", order.word(OpenAiBatches.WINDOW));
    told.put("status", status(view));
    told.put("output_file_id", view.outputFile()).put("error_file_id", view.errorFile());
    times(told, view);
    told.putObject("request_counts")
        .put("total", view.counts().total())
        .put("completed", view.counts().succeeded())
        .put("failed", view.counts().failed() + view.counts().missed());
    String metadata = order.word(OpenAiBatches.METADATA);
    told.putRawValue("metadata", new RawValue(metadata.isEmpty() ? "null" : metadata));
    usage(told.putObject("usage"), view.tokens());
    return told;
  }

  private static void errors(ObjectNode told, BatchView view) {
    if (view.faults().isEmpty()) {
      told.putNull("errors");
      return;
    }
    ArrayNode data = told.putObject("errors").put("object", "list").putArray("data");
    for (LineFault fault : view.faults()) {
      ObjectNode error = data.addObject().put("code", fault.code());
      error.put("message", fault.message()).put("param", fault.param());
      error.put("line", fault.line() == 0 ? null : (Integer) fault.line());
    }
  }

  private static void times(ObjectNode told, BatchView view) {
    Instant made = view.order().made();
    boolean read = view.phase() != Phase.VALIDATING && view.phase() != Phase.FAILED;
    boolean done = view.phase() == Phase.FINALIZING || view.phase() == Phase.COMPLETED;
    time(told, "created_at", made);
    time(told, "in_progress_at", read ? made : null);
    time(told, "expires_at", made.plus(WINDOW));
    time(told, "finalizing_at", done ? (view.over() == null ? made : view.over()) : null);
    time(told, "completed_at", over(view, Phase.COMPLETED));
    time(told, "failed_at", over(view, Phase.FAILED));
    time(told, "expired_at", over(view, Phase.EXPIRED));
    time(told, "cancelling_at", view.cancelled());
    time(told, "cancelled_at", over(view, Phase.CANCELLED));
  }

  private static @Nullable Instant over(BatchView view, Phase how) {
    return view.phase() == how ? view.over() : null;
  }

  private static void time(ObjectNode told, String name, @Nullable Instant time) {
    told.put(name, time == null ? null : (Long) time.getEpochSecond());
  }

  private static void usage(ObjectNode usage, LineAnswer.Tokens tokens) {
    usage
        .put("input_tokens", tokens.input())
        .putObject("input_tokens_details")
        .put("cached_tokens", tokens.cached());
    usage
        .put("output_tokens", tokens.output())
        .putObject("output_tokens_details")
        .put("reasoning_tokens", 0);
    usage.put("total_tokens", tokens.input() + tokens.output());
  }
}
