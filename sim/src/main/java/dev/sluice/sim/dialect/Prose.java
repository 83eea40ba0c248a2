package dev.sluice.sim.dialect;

import dev.sluice.sim.wire.Bytes;
import java.nio.charset.StandardCharsets;
import java.util.function.IntFunction;

/// The text of a simulated model. Rendered once; it has letters of one to four bytes, quotes and
/// line ends, so that a client that splits or escapes it wrongly is found out.
public final class Prose {
  private static final String TEXT =
      " Water finds its way: a sluice opens, the level falls, and what was held back runs on to the"
          + " mill below. \"Not too fast,\" says the keeper, who has seen the banks give way in"
          + " spring, \"and never without a look at the gauge.\" So the gate moves by a hand's"
          + " breadth, naïvely simple and yet exact; the wheel turns, the café by the weir fills,"
          + " and at 5 € a cup nobody asks where the current comes from. 水 flows, 🌊 rolls, the"
          + " keeper writes a line into the log:\n"
          + "all quiet, all moving. Then the evening comes, the mill rests, the gate closes, and"
          + " the water waits for the next morning.";

  private static final String[] WORDS = TEXT.split("(?= )");
  private static final byte[][] TOKENS = tokens(false);
  private static final byte[][] FIRST = tokens(true);

  private Prose() {}

  /// Returns `count` tokens of the prose.
  ///
  /// @param start where to begin, any number
  public static Output words(long start, int count) {
    int offset = Math.floorMod(start, WORDS.length);
    return new Output(count, i -> i == 0 ? FIRST[offset] : TOKENS[(offset + i) % WORDS.length]);
  }

  /// Returns how many tokens a part of the prose has.
  static int count(String part) {
    return part.split("(?= )").length;
  }

  /// Goes on behind a part of it; behind any other text from the beginning.
  static IntFunction<Output> after(String part) {
    int tokens = count(part);
    for (int offset = 0; offset < WORDS.length; offset++) {
      if (beginning(offset, tokens).equals(part)) {
        int from = offset + tokens;
        return count -> new Output(count, i -> TOKENS[(from + i) % WORDS.length]);
      }
    }
    return count -> words(0, count);
  }

  private static String beginning(int offset, int tokens) {
    var text = new StringBuilder(WORDS[offset].strip());
    for (int i = 1; i < tokens; i++) {
      text.append(WORDS[(offset + i) % WORDS.length]);
    }
    return text.toString();
  }

  /// How many bytes a token has on average.
  public static double bytesPerToken() {
    return (double) TEXT.getBytes(StandardCharsets.UTF_8).length / WORDS.length;
  }

  private static byte[][] tokens(boolean first) {
    byte[][] tokens = new byte[WORDS.length][];
    for (int i = 0; i < tokens.length; i++) {
      tokens[i] = Bytes.escaped(first ? WORDS[i].strip() : WORDS[i]);
    }
    return tokens;
  }
}
