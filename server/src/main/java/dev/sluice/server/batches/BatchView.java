package dev.sluice.server.batches;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.sluice.batches.Batch;
import dev.sluice.batches.BatchState;
import dev.sluice.batches.BatchTimes;
import dev.sluice.batches.LineCounts;
import dev.sluice.batches.LineError;
import dev.sluice.batches.Tokens;
import java.util.List;
import java.util.TreeMap;

/// Batches in the form of OpenAI's API, whose times are whole seconds.
final class BatchView {
  private static final long SECOND = 1_000;

  /// So many errors of a batch stand in a page, which is held whole; all stand in the batch alone.
  private static final int PAGE_ERRORS = 10;

  private BatchView() {}

  /// A batch.
  ///
  /// @param window the completion window in the API's words
  static ObjectNode of(Batch batch, String window) {
    return of(batch, window, batch.errors());
  }

  private static ObjectNode of(Batch batch, String window, List<LineError> errors) {
    ObjectNode tree = JsonNodeFactory.instance.objectNode();
    tree.put("id", batch.id()).put("object", "batch").put("endpoint", batch.order().endpoint());
    errors(tree, errors);
    tree.put("input_file_id", batch.order().input());
    tree.put("completion_window", window);
    tree.put("status", batch.state().word());
    tree.put("output_file_id", orNull(batch.results().output()));
    tree.put("error_file_id", orNull(batch.results().errors()));
    times(tree, batch);
    counts(tree.putObject("request_counts"), batch.results().counts());
    usage(tree.putObject("usage"), batch.results().used());
    if (batch.order().metadata().isEmpty()) {
      tree.putNull("metadata");
    } else {
      ObjectNode metadata = tree.putObject("metadata");
      new TreeMap<>(batch.order().metadata()).forEach(metadata::put);
    }
    return tree;
  }

  @SuppressWarnings("NullAway") // A tree takes null for a value that is not there.
  private static String orNull(String text) {
    return text.isEmpty() ? null : text;
  }

  private static void errors(ObjectNode tree, List<LineError> errors) {
    if (errors.isEmpty()) {
      tree.putNull("errors");
      return;
    }
    ArrayNode data = tree.putObject("errors").put("object", "list").putArray("data");
    errors.forEach(error -> error(data.addObject(), error));
  }

  private static void error(ObjectNode one, LineError error) {
    one.put("code", error.code());
    if (error.line() == 0) {
      one.putNull("line");
    } else {
      one.put("line", error.line());
    }
    one.put("message", error.message()).put("param", orNull(error.param()));
  }

  private static void times(ObjectNode tree, Batch batch) {
    BatchTimes times = batch.times();
    time(tree, "created_at", times.created());
    time(tree, "in_progress_at", times.begun());
    time(tree, "expires_at", times.expires());
    time(tree, "finalizing_at", times.finalizing());
    ended(tree, "completed_at", BatchState.COMPLETED, batch);
    ended(tree, "failed_at", BatchState.FAILED, batch);
    ended(tree, "expired_at", BatchState.EXPIRED, batch);
    time(tree, "cancelling_at", times.cancelling());
    ended(tree, "cancelled_at", BatchState.CANCELLED, batch);
  }

  private static void ended(ObjectNode tree, String name, BatchState state, Batch batch) {
    time(tree, name, batch.state() == state ? batch.times().ended() : 0);
  }

  private static void time(ObjectNode tree, String name, long millis) {
    if (millis == 0) {
      tree.putNull(name);
    } else {
      tree.put(name, millis / SECOND);
    }
  }

  private static void counts(ObjectNode tree, LineCounts counts) {
    tree.put("total", counts.total());
    tree.put("completed", counts.completed());
    tree.put("failed", counts.failed());
  }

  private static void usage(ObjectNode tree, Tokens used) {
    tree.put("input_tokens", used.input());
    tree.putObject("input_tokens_details").put("cached_tokens", used.cached());
    tree.put("output_tokens", used.output());
    tree.putObject("output_tokens_details").put("reasoning_tokens", used.reasoning());
    tree.put("total_tokens", used.input() + used.output());
  }

  /// A page.
  ///
  /// @param found the batches of the page, with one more where there are more
  static String list(List<Batch> found, int most, String window) {
    List<Batch> page = found.subList(0, Math.min(most, found.size()));
    ObjectNode tree = JsonNodeFactory.instance.objectNode().put("object", "list");
    ArrayNode data = tree.putArray("data");
    page.forEach(batch -> data.add(of(batch, window, some(batch.errors()))));
    tree.put("first_id", page.isEmpty() ? orNull("") : page.getFirst().id());
    tree.put("last_id", page.isEmpty() ? orNull("") : page.getLast().id());
    tree.put("has_more", found.size() > most);
    return tree.toString();
  }

  private static List<LineError> some(List<LineError> errors) {
    return errors.subList(0, Math.min(PAGE_ERRORS, errors.size()));
  }
}
