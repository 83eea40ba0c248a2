package dev.sluice.server.batches;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.batches.Batch;
import dev.sluice.batches.BatchState;
import dev.sluice.batches.Ending;
import dev.sluice.batches.LineCounts;
import java.time.Instant;
import java.util.List;

/// Batches in the form of Anthropic's API.
final class MessageBatchView {
  /// What stands in front of a batch's id here: `msgbatch_1` is the batch `batch_1`.
  private static final String PREFIX = "msg";

  private MessageBatchView() {}

  /// The id of a batch as this API has it.
  static String shown(String id) {
    return PREFIX + id;
  }

  /// The id of the batch of this name; empty where it can be none.
  static String id(String shown) {
    return shown.startsWith(PREFIX) ? shown.substring(PREFIX.length()) : "";
  }

  /// A batch.
  ///
  /// @param address of this gateway, as the client sees it; empty for a path alone
  static ObjectNode of(Batch batch, String address) {
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    tree.put("id", shown(batch.id())).put("type", "message_batch");
    tree.put("processing_status", status(batch.state()));
    counts(tree.putObject("request_counts"), batch);
    time(tree, "ended_at", batch.times().ended());
    time(tree, "created_at", batch.times().created());
    time(tree, "expires_at", batch.times().expires());
    time(tree, "archived_at", 0);
    time(tree, "cancel_initiated_at", batch.times().cancelling());
    if (OpenResults.has(batch)) {
      String path = MessageRequests.ENDPOINT + "/batches/" + shown(batch.id()) + "/results";
      tree.put("results_url", address + path);
    } else {
      tree.putNull("results_url");
    }
    return tree;
  }

  private static String status(BatchState state) {
    return switch (state) {
      case VALIDATING, IN_PROGRESS, FINALIZING -> "in_progress";
      case CANCELLING -> "canceling";
      case FAILED, COMPLETED, EXPIRED, CANCELLED -> "ended";
    };
  }

  /// Until a batch has ended all of its requests are in progress, whatever has become of them.
  private static void counts(ObjectNode tree, Batch batch) {
    LineCounts counts = batch.results().counts();
    boolean over = batch.state().isOver();
    int succeeded = OpenResults.has(batch) ? counts.completed() : 0;
    int cancelled = batch.ending() == Ending.CANCELLED ? counts.uncalled() : 0;
    int expired = batch.ending() == Ending.EXPIRED ? counts.uncalled() : 0;
    tree.put("processing", over ? 0 : counts.total());
    tree.put("succeeded", succeeded);
    tree.put("errored", over ? counts.total() - succeeded - cancelled - expired : 0);
    tree.put("canceled", cancelled);
    tree.put("expired", expired);
  }

  private static void time(ObjectNode tree, String name, long millis) {
    if (millis == 0) {
      tree.putNull(name);
    } else {
      tree.put(name, Instant.ofEpochMilli(millis).toString());
    }
  }

  /// A page.
  static String list(List<Batch> page, boolean more, String address) {
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    ArrayNode data = tree.putArray("data");
    page.forEach(batch -> data.add(of(batch, address)));
    if (page.isEmpty()) {
      tree.putNull("first_id").putNull("last_id");
    } else {
      tree.put("first_id", shown(page.getFirst().id())).put("last_id", shown(page.getLast().id()));
    }
    return tree.put("has_more", more).toString();
  }

  /// What is said of a batch that was removed.
  static String deleted(String id) {
    return JsonNodeFactory.instance
        .objectNode()
        .put("id", shown(id))
        .put("type", "message_batch_deleted")
        .toString();
  }
}
