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
record Workload(int perSecond, List<Ask> asks) {
  private static final long SEED = 7;
  private static final double EMBEDDINGS = 0.8;
  private static final double WITHIN_SECOND = 0.05;
  private static final double WITHIN_HOUR = 0.2;
  private static final int TEXTS_MAX = 4;

  /// What a call asks.
  ///
  /// @param path of the endpoint, behind the base address
  record Ask(String path, String body) {}

  /// A workload of so many seconds; always the same.
  static Workload of(int perSecond, int seconds) {
    var random = new Random(SEED);
    List<Ask> asks = new ArrayList<>();
    for (int i = 0; i < perSecond * seconds; i++) {
      asks.add(next(asks, perSecond, random));
    }
    return new Workload(perSecond, List.copyOf(asks));
  }

  /// Calls that have nothing in common.
  static List<Ask> different(int count, String salt) {
    return IntStream.range(0, count)
        .mapToObj(i -> embedding(List.of("\"%s alone %d\"".formatted(salt, i))))
        .toList();
  }

  private static Ask next(List<Ask> before, int perSecond, Random random) {
    double draw = random.nextDouble();
    int count = before.size();
    if (count > 0 && draw < WITHIN_SECOND) {
      return before.get(count - 1 - random.nextInt(Math.min(count, perSecond)));
    }
    if (count > 0 && draw < WITHIN_SECOND + WITHIN_HOUR) {
      return before.get(random.nextInt(count));
    }
    return random.nextDouble() < EMBEDDINGS ? embedding(texts(count, random)) : chat(count);
  }

  private static List<String> texts(int n, Random random) {
    return IntStream.rangeClosed(0, random.nextInt(TEXTS_MAX))
        .mapToObj(i -> "\"what does paragraph %d of document %d say of locks\"".formatted(i, n))
        .toList();
  }

  private static Ask embedding(List<String> texts) {
    String input = texts.stream().collect(Collectors.joining(",", "[", "]"));
    return new Ask("/v1/embeddings", "{\"model\":\"m\",\"input\":" + input + "}");
  }

  private static Ask chat(int n) {
    return new Ask(
        "/v1/chat/completions",
        """
        {"model":"m","temperature":0,"max_tokens":16,\
        "messages":[{"role":"user","content":"Question %d"}]}"""
            .formatted(n));
  }
}
