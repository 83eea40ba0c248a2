package dev.sluice.server.batches;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.batches.Batch;
import dev.sluice.batches.BatchState;
import dev.sluice.batches.BatchTimes;
import dev.sluice.batches.LineCounts;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;

/// Batches in Gemini's form: operations that take long.
final class GenerateBatchView {
  /// The words of the client that are kept with a batch.
  static final String DISPLAY_NAME = "displayName";

  static final String FILE = "fileName";

  private static final String TYPE =
      "type.googleapis.com/google.ai.generativelanguage.v1beta.GenerateContentBatch";
  private static final String MODELS = "/v1beta/models/";

  private GenerateBatchView() {}

  /// Whether the requests have come in a file, and the results go in one.
  static boolean isByFile(Batch batch) {
    return batch.order().metadata().containsKey(FILE);
  }

  /// A batch without what has become of its requests.
  static ObjectNode of(Batch batch) {
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    String name = "batches/" + batch.id();
    ObjectNode metadata = tree.put("name", name).putObject("metadata");
    metadata.put("@type", TYPE).put("name", name).put("model", model(batch));
    String shown = batch.order().metadata().get(DISPLAY_NAME);
    if (shown != null) {
      metadata.put(DISPLAY_NAME, shown);
    }
    String file = batch.order().metadata().get(FILE);
    if (file != null) {
      metadata.putObject("inputConfig").put(FILE, file);
    }
    BatchTimes times = batch.times();
    time(metadata, "createTime", times.created());
    time(metadata, "updateTime", updated(times));
    time(metadata, "endTime", times.ended());
    stats(metadata.putObject("batchStats"), batch);
    metadata.put("state", state(batch.state()));
    if (batch.state() == BatchState.FAILED) {
      String why = batch.errors().isEmpty() ? "" : batch.errors().getFirst().message();
      tree.putObject("error").put("code", 13).put("message", why);
    }
    return tree.put("done", batch.state().isOver());
  }

  private static String model(Batch batch) {
    String path = batch.order().endpoint();
    String name = path.substring(MODELS.length(), path.lastIndexOf(':'));
    return "models/" + URLDecoder.decode(name, StandardCharsets.UTF_8);
  }

  private static long updated(BatchTimes times) {
    return Math.max(
        Math.max(times.created(), times.ended()), Math.max(times.cancelling(), times.finalizing()));
  }

  private static void time(ObjectNode tree, String name, long millis) {
    if (millis > 0) {
      tree.put(name, Instant.ofEpochMilli(millis).toString());
    }
  }

  /// Numbers of 64 bits are texts in Google's JSON.
  private static void stats(ObjectNode tree, Batch batch) {
    LineCounts counts = batch.results().counts();
    int pending = counts.total() - counts.completed() - counts.failed();
    tree.put("requestCount", Integer.toString(counts.total()));
    tree.put("successfulRequestCount", Integer.toString(counts.completed()));
    tree.put("failedRequestCount", Integer.toString(counts.failed()));
    tree.put("pendingRequestCount", Integer.toString(pending));
  }

  private static String state(BatchState state) {
    return switch (state) {
      case VALIDATING -> "BATCH_STATE_PENDING";
      case IN_PROGRESS, FINALIZING, CANCELLING -> "BATCH_STATE_RUNNING";
      case COMPLETED -> "BATCH_STATE_SUCCEEDED";
      case FAILED -> "BATCH_STATE_FAILED";
      case CANCELLED -> "BATCH_STATE_CANCELLED";
      case EXPIRED -> "BATCH_STATE_EXPIRED";
    };
  }

  /// A page.
  ///
  /// @param more whether there are older ones
  static String list(List<Batch> page, boolean more) {
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    ArrayNode operations = tree.putArray("operations");
    page.forEach(batch -> operations.add(of(batch)));
    if (more) {
      tree.put("nextPageToken", page.getLast().id());
    }
    return tree.toString();
  }
}
