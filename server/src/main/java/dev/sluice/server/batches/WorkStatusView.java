package dev.sluice.server.batches;

import static com.fasterxml.jackson.databind.node.JsonNodeFactory.instance;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.batches.Batch;
import dev.sluice.batches.BatchOrder;
import dev.sluice.batches.BatchTimes;
import dev.sluice.batches.BatchWorkStatus;
import dev.sluice.batches.Ending;
import dev.sluice.batches.LineCounts;
import dev.sluice.batches.LineError;
import dev.sluice.batches.PauseReason;
import dev.sluice.batches.Tokens;
import dev.sluice.call.text.EnumWords;
import dev.sluice.server.client.OwnerNames;

/// Batches as the admin listener tells of them: how the work on each stands, and no word of its
/// client's.
final class WorkStatusView {
  private WorkStatusView() {}

  /// A batch.
  ///
  /// @param errors how many of its errors are told
  static ObjectNode of(BatchWorkStatus status, int errors) {
    Batch batch = status.batch();
    ObjectNode tree = instance.objectNode().put("id", batch.id());
    order(tree, batch.order());
    tree.put("delegated", text(batch.delegation().target())).put("state", batch.state().word());
    tree.put("ending", ending(batch));
    pause(tree, status);
    tree.put("node", text(status.node()));
    lines(tree.putObject("lines"), batch.results().counts());
    usage(tree.putObject("usage"), batch.results().used());
    times(tree, batch.times());
    files(tree, batch);
    ArrayNode told = tree.putArray("errors");
    batch.errors().stream().limit(errors).forEach(error -> add(told, error));
    return tree.put("errors_total", batch.errors().size());
  }

  private static void order(ObjectNode tree, BatchOrder order) {
    tree.put("team", OwnerNames.team(order.team()).orElse(null));
    tree.put("key", order.key());
    tree.put("api", EnumWords.of(order.api())).put("endpoint", order.endpoint());
  }

  private static void files(ObjectNode tree, Batch batch) {
    tree.put("input_file", batch.order().input());
    tree.put("output_file", text(batch.results().output()));
    tree.put("error_file", text(batch.results().errors()));
  }

  @SuppressWarnings("NullAway") // A tree takes null for a value that is not there.
  private static String text(String text) {
    return text.isEmpty() ? null : text;
  }

  /// Why lines were not called that have no result; null where all were, or may be yet.
  @SuppressWarnings("NullAway") // As above.
  private static String ending(Batch batch) {
    return switch (batch.ending()) {
      case NONE, DONE -> null;
      case Ending why -> EnumWords.of(why);
    };
  }

  private static void pause(ObjectNode tree, BatchWorkStatus status) {
    if (status.pause() == PauseReason.NONE) {
      tree.putNull("paused");
    } else {
      tree.putObject("paused").put("why", status.pause().word()).put("until", status.until());
    }
  }

  private static void lines(ObjectNode tree, LineCounts counts) {
    tree.put("total", counts.total());
    tree.put("completed", counts.completed());
    tree.put("failed", counts.failed());
  }

  private static void usage(ObjectNode tree, Tokens used) {
    tree.put("input", used.input()).put("cached", used.cached());
    tree.put("output", used.output()).put("reasoning", used.reasoning());
  }

  private static void times(ObjectNode tree, BatchTimes times) {
    tree.put("created", times.created()).put("expires", times.expires());
    time(tree, "begun", times.begun());
    time(tree, "finalizing", times.finalizing());
    time(tree, "cancelling", times.cancelling());
    time(tree, "ended", times.ended());
  }

  private static void time(ObjectNode tree, String name, long at) {
    if (at == 0) {
      tree.putNull(name);
    } else {
      tree.put(name, at);
    }
  }

  private static void add(ArrayNode told, LineError error) {
    ObjectNode tree = told.addObject().put("code", error.code());
    if (error.line() == 0) {
      tree.putNull("line");
    } else {
      tree.put("line", error.line());
    }
    tree.put("param", text(error.param())).put("message", error.message());
  }
}
