package dev.sluice.it.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// A stream of events in every dress that the standard allows; the same for the same seed.
final class SeededEvents {
  private static final String[] WORDS = {
    " water", " wäre", " 水門", " 🚢", "\\\"lock\\\"", "\\n", "\\u00e9", " ", "data: x", "😀é\\\\", ""
  };
  private static final String[] ENDS = {"\n", "\n", "\n", "\r\n", "\r"};
  private static final byte[] LAST =
      """
      data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

      data: [DONE]

      """
          .getBytes(UTF_8);

  private final RandomGenerator random;
  private final int count;
  private int made;

  SeededEvents(long seed, int count) {
    this.random = new SplittableRandom(seed);
    this.count = count;
  }

  /// The next event; null after the last.
  byte @Nullable [] next() {
    if (made > count) {
      return null;
    }
    return made++ == count ? LAST : event().getBytes(UTF_8);
  }

  private String event() {
    String end = one(ENDS);
    String comment = random.nextInt(10) == 0 ? ": wäit" + one(WORDS) + end : "";
    String id = random.nextInt(10) == 0 ? "id:" + made + end : "";
    String colon = random.nextInt(4) == 0 ? "data:" : "data: ";
    String cut = random.nextInt(8) == 0 ? end + colon : "";
    return comment
        + id
        + colon
        + "{\"choices\":["
        + cut
        + "{\"index\":0,\"delta\":{\"content\":\""
        + text()
        + "\"}}]}"
        + end
        + end;
  }

  private String text() {
    var text = new StringBuilder("x");
    for (int i = random.nextInt(5); i > 0; i--) {
      text.append(one(WORDS));
    }
    return text.toString();
  }

  private String one(String[] of) {
    return of[random.nextInt(of.length)];
  }
}
