package dev.sluice.sim.batch;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.sim.batch.BatchView.Counts;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A batch as Anthropic tells it: of a batch that has not ended, all lines are being processed.
final class AnthropicBatchJson {
  private static final Duration WINDOW = Duration.ofHours(24);

  private AnthropicBatchJson() {}

  /// @param origin of the simulator, as its client names it
  static ObjectNode of(BatchView view, String origin) {
    String id = "msgbatch_" + view.order().id();
    boolean over = view.phase().isOver();
    ObjectNode told = JsonNodeFactory.instance.objectNode();
    told.put("id", id).put("type", "message_batch");
    told.put("processing_status", status(view.phase()));
    counts(told.putObject("request_counts"), view);
    times(told, view);
    String results = origin + "/v1/messages/batches/" + id + "/results";
    return told.put("results_url", over ? results : null);
  }

  private static void times(ObjectNode told, BatchView view) {
    time(told, "created_at", view.order().made());
    time(told, "expires_at", view.order().made().plus(WINDOW));
    time(told, "ended_at", view.over());
    time(told, "cancel_initiated_at", view.cancelled());
    time(told, "archived_at", null);
  }

  private static String status(Phase phase) {
    return phase.isOver() ? "ended" : phase == Phase.CANCELLING ? "canceling" : "in_progress";
  }

  private static void counts(ObjectNode told, BatchView view) {
    boolean over = view.phase().isOver();
    Counts counts = view.counts();
    told.put("processing", over ? 0 : Integer.parseInt(view.order().word(AnthropicBatches.TOTAL)));
    told.put("succeeded", over ? counts.succeeded() : 0);
    told.put("errored", over ? counts.failed() : 0);
    told.put("canceled", view.phase() == Phase.CANCELLED ? counts.missed() : 0);
    told.put("expired", view.phase() == Phase.EXPIRED ? counts.missed() : 0);
  }

  private static void time(ObjectNode told, String name, @Nullable Instant time) {
    told.put(name, time == null ? null : time.toString());
  }
}
