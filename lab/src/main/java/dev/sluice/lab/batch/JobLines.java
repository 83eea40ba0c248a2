package dev.sluice.lab.batch;

import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The lines of batches. Those of one batch are all different.
final class JobLines {
  static final String CHAT = "/v1/chat/completions";
  static final String EMBEDDINGS = "/v1/embeddings";

  /// The numbers of each vector, such as small models have them.
  static final int DIMENSIONS = 384;

  private JobLines() {}

  /// What a line is called by its client.
  static String id(int line) {
    return "c-" + line;
  }

  /// The names of so many lines, in their order.
  static List<String> ids(int lines) {
    return IntStream.range(0, lines).mapToObj(JobLines::id).toList();
  }

  static String chats(int lines, String model) {
    return all(
        lines,
        CHAT,
        line ->
            "{\"model\":\"%s\",\"max_tokens\":32,\"messages\":[{\"role\":\"user\",\"content\":\"Sum up page %d of the book\"}]}"
                .formatted(model, line));
  }

  static String embeddings(int lines, String model) {
    return all(
        lines,
        EMBEDDINGS,
        line ->
            "{\"model\":\"%s\",\"input\":\"The lock keeper said wait, and let the water of page %d rise\"}"
                .formatted(model, line));
  }

  private static String all(int lines, String endpoint, IntFunction<String> body) {
    return IntStream.range(0, lines)
        .mapToObj(
            line ->
                "{\"custom_id\":\"%s\",\"method\":\"POST\",\"url\":\"%s\",\"body\":%s}"
                    .formatted(id(line), endpoint, body.apply(line)))
        .collect(Collectors.joining("\n"));
  }
}
