package dev.sluice.sim.batch;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import dev.sluice.sim.batch.BatchView.Counts;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/// A batch as Google tells it: an operation, whose metadata is the batch.
final class GeminiBatchJson {
  private static final String TYPE = "type.googleapis.com/google.ai.generativelanguage.v1main.";
  private static final int CANCELLED = 1;
  private static final int INVALID = 3;
  private static final int DEADLINE = 4;

  private GeminiBatchJson() {}

  /// @param inline the results of a batch that came in its request, a line each; null where it came
  ///   in a file, or has none
  static ObjectNode of(BatchView view, byte @Nullable [] inline) {
    ObjectNode told = JsonNodeFactory.instance.objectNode();
    told.put("name", "batches/" + view.order().id());
    metadata(told.putObject("metadata"), view, inline);
    if (!view.phase().isOver()) {
      return told;
    }
    result(told.put("done", true), view, inline);
    return told;
  }

  private static void result(ObjectNode told, BatchView view, byte @Nullable [] inline) {
    if (view.phase() == Phase.COMPLETED) {
      ObjectNode response = told.putObject("response");
      output(response.put("@type", TYPE + "GenerateContentBatchOutput"), view, inline);
    } else {
      error(told.putObject("error"), view);
    }
  }

  private static void metadata(ObjectNode told, BatchView view, byte @Nullable [] inline) {
    BatchOrder order = view.order();
    told.put("@type", TYPE + "GenerateContentBatch");
    told.put("model", "models/" + order.word(GeminiBatches.MODEL));
    told.put("displayName", order.word(GeminiBatches.DISPLAY_NAME));
    if (!order.word(GeminiBatches.FILE).isEmpty()) {
      told.putObject("inputConfig").put("fileName", order.word(GeminiBatches.FILE));
    }
    if (view.phase() == Phase.COMPLETED) {
      output(told.putObject("output"), view, inline);
    }
    Instant over = view.over();
    told.put("createTime", order.made().toString());
    told.put("updateTime", (over == null ? order.made() : over).toString());
    if (over != null) {
      told.put("endTime", over.toString());
    }
    stats(told.putObject("batchStats"), view.counts());
    told.put("state", "BATCH_STATE_" + state(view.phase()));
    told.put("name", "batches/" + order.id());
  }

  private static String state(Phase phase) {
    return switch (phase) {
      case VALIDATING -> "PENDING";
      case IN_PROGRESS, FINALIZING, CANCELLING -> "RUNNING";
      case COMPLETED -> "SUCCEEDED";
      case FAILED, EXPIRED, CANCELLED -> phase.name();
    };
  }

  private static void output(ObjectNode told, BatchView view, byte @Nullable [] inline) {
    if (inline == null) {
      told.put("responsesFile", "files/" + view.outputFile());
      return;
    }
    String lines = new String(inline, StandardCharsets.UTF_8).strip().replace("\n", ",");
    told.putObject("inlinedResponses")
        .putRawValue("inlinedResponses", new RawValue("[" + lines + "]"));
  }

  private static void error(ObjectNode told, BatchView view) {
    switch (view.phase()) {
      case CANCELLED -> told.put("code", CANCELLED).put("message", "The batch was cancelled.");
      case EXPIRED -> told.put("code", DEADLINE).put("message", "The batch has expired.");
      default -> {
        LineFault first = view.faults().getFirst();
        told.put("code", INVALID).put("message", "Line " + first.line() + ": " + first.message());
      }
    }
  }

  private static void stats(ObjectNode told, Counts counts) {
    told.put("requestCount", "" + counts.total());
    count(told, "successfulRequestCount", counts.succeeded());
    count(told, "failedRequestCount", counts.failed());
    count(told, "pendingRequestCount", counts.waiting());
  }

  private static void count(ObjectNode told, String name, int count) {
    if (count > 0) {
      told.put(name, "" + count);
    }
  }
}
