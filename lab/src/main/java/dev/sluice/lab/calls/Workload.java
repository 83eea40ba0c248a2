package dev.sluice.lab.calls;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// The planned calls, in their order, so many in each second.
///
/// @param perSecond how many
/// @param asks what each of them asks
record Workload(int perSecond, List<PlannedRequest> asks) {
  /// The requests that loads are measured with; another one warms up.
  static final long SEED = 7;

  static final String MIX =
      "80 % embeddings of one to four texts, 20 % chats; of all 5 % repeat one of the last second,"
          + " 20 % any earlier one";

  private static final double EMBEDDINGS = 0.8;
  private static final double WITHIN_SECOND = 0.05;
  private static final double WITHIN_HOUR = 0.2;
  private static final int TEXTS_MAX = 4;

  /// The request of a call.
  ///
  /// @param path of the endpoint, behind the base address
  record PlannedRequest(String path, String body) {}

  /// A workload of so many seconds; always the same for a seed, and nothing of it in that of
  /// another.
  static Workload of(int perSecond, int seconds, long seed) {
    var random = new Random(seed);
    List<PlannedRequest> asks = new ArrayList<>();
    for (int i = 0; i < perSecond * seconds; i++) {
      asks.add(next(asks, perSecond, random, seed));
    }
    return new Workload(perSecond, List.copyOf(asks));
  }

  /// Returns calls that have nothing in common.
  static List<PlannedRequest> different(int count, String salt) {
    return IntStream.range(0, count)
        .mapToObj(i -> embedding(List.of("\"%s alone %d\"".formatted(salt, i))))
        .toList();
  }

  private static PlannedRequest next(
      List<PlannedRequest> before, int perSecond, Random random, long seed) {
    double draw = random.nextDouble();
    int count = before.size();
    if (count > 0 && draw < WITHIN_SECOND) {
      return before.get(count - 1 - random.nextInt(Math.min(count, perSecond)));
    }
    if (count > 0 && draw < WITHIN_SECOND + WITHIN_HOUR) {
      return before.get(random.nextInt(count));
    }
    return random.nextDouble() < EMBEDDINGS
        ? embedding(texts(count, random, seed))
        : chat(count, seed);
  }

  private static List<String> texts(int n, Random random, long seed) {
    return IntStream.rangeClosed(0, random.nextInt(TEXTS_MAX))
        .mapToObj(
            i ->
                "\"what does paragraph %d of document %d of %d say of locks\""
                    .formatted(i, n, seed))
        .toList();
  }

  private static PlannedRequest embedding(List<String> texts) {
    String input = texts.stream().collect(Collectors.joining(",", "[", "]"));
    return new PlannedRequest("/embeddings", "{\"model\":\"m\",\"input\":" + input + "}");
  }

  private static PlannedRequest chat(int n, long seed) {
    return new PlannedRequest(
        "/chat/completions",
        """
        {"model":"m","temperature":0,"max_tokens":16,\
        "messages":[{"role":"user","content":"Question %d of %d"}]}\
        """
            .formatted(n, seed));
  }
}
