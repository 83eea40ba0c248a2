package dev.sluice.dialect.json;

import java.util.Random;

/// Makes JSON texts from a seed.
final class RandomJson {
  private static final String[] NAMES = {"a", "b", "long name", "q\\\"uote", "", "é"};
  private static final String[] SPACE = {"", "", " ", "\n", "\t\r "};
  private static final String[] SCALARS = {
    "0",
    "-1.5e3",
    "123456789",
    "true",
    "false",
    "null",
    "\"\"",
    "\"x\"",
    "\"\\u00e9\\\\\"",
    "\"{[,]}:\"",
    "\"longer than eight bytes\""
  };

  private final Random random;

  RandomJson(Random random) {
    this.random = random;
  }

  String next() {
    return random.nextBoolean() ? object(4) : array(4);
  }

  private String value(int depth) {
    return switch (depth == 0 ? 2 : random.nextInt(4)) {
      case 0 -> object(depth - 1);
      case 1 -> array(depth - 1);
      default -> SCALARS[random.nextInt(SCALARS.length)];
    };
  }

  private String object(int depth) {
    StringBuilder text = new StringBuilder("{").append(space());
    int members = random.nextInt(4);
    for (int i = 0; i < members; i++) {
      text.append(i == 0 ? "" : "," + space());
      text.append('"').append(NAMES[random.nextInt(NAMES.length)]).append('"');
      text.append(space()).append(':').append(space()).append(value(depth)).append(space());
    }
    return text.append('}').toString();
  }

  private String array(int depth) {
    StringBuilder text = new StringBuilder("[").append(space());
    int elements = random.nextInt(4);
    for (int i = 0; i < elements; i++) {
      text.append(i == 0 ? "" : "," + space()).append(value(depth)).append(space());
    }
    return text.append(']').toString();
  }

  private String space() {
    return SPACE[random.nextInt(SPACE.length)];
  }
}
