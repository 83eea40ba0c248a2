package dev.sluice.lab.batch;

import java.util.SplittableRandom;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// Random requests for embeddings: every form of input, every encoding, few other properties, so
/// that many of them could be one.
final class RandomCalls {
  private static final String[] ENCODINGS = {
    "", ",\"encoding_format\":\"float\"", ",\"encoding_format\":\"base64\""
  };
  private static final String[] DIMENSIONS = {"", "", ",\"dimensions\":7"};

  private RandomCalls() {}

  /// The `n`-th body, from its `input` on; always the same.
  static String rest(long seed, int n) {
    var random = new SplittableRandom(seed * 1_000_003 + n);
    String form = form(random);
    return "\"input\":" + form + draw(ENCODINGS, random) + draw(DIMENSIONS, random) + "}";
  }

  private static String form(SplittableRandom random) {
    return switch (random.nextInt(4)) {
      case 0 -> text(random);
      case 1 -> list(random, RandomCalls::text);
      case 2 -> tokens(random);
      default -> list(random, RandomCalls::tokens);
    };
  }

  private interface Input {
    String draw(SplittableRandom random);
  }

  private static String list(SplittableRandom random, Input input) {
    return IntStream.range(0, 1 + random.nextInt(4))
        .mapToObj(_ -> input.draw(random))
        .collect(Collectors.joining(",", "[", "]"));
  }

  /// Returns a text; one in ten is a text that many calls have.
  private static String text(SplittableRandom random) {
    return random.nextInt(10) == 0
        ? "\"often \\u00e9 \\\"asked\\\"\""
        : "\"" + Long.toString(random.nextLong(), 36) + " \u20ac\"";
  }

  private static String tokens(SplittableRandom random) {
    return IntStream.range(0, 1 + random.nextInt(6))
        .mapToObj(_ -> String.valueOf(random.nextInt(100_000)))
        .collect(Collectors.joining(",", "[", "]"));
  }

  private static String draw(String[] of, SplittableRandom random) {
    return of[random.nextInt(of.length)];
  }
}
