package dev.sluice.accounts.ledger.journal;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Texts by their UTF-8: one that was asked for of late is not made again. Each has one place by
/// its hash, where it stays until another takes it, so that names without end need no more room.
/// Confined to one thread.
public final class TextCache {
  private static final int PLACES = 1 << 10;
  private static final int FACTOR = 31;
  private static final int SHIFT = 15;
  private static final Known EMPTY = new Known(new byte[0], "");

  private final Known[] known = new Known[PLACES];

  @SuppressWarnings("ArrayRecordComponent")
  private record Known(byte[] utf8, String text) {}

  public TextCache() {
    Arrays.fill(known, EMPTY);
  }

  /// The text of some bytes, out of the cache if it is there.
  public String text(byte[] from, int at, int length) {
    int place = place(from, at, length);
    Known there = known[place];
    if (Arrays.equals(there.utf8, 0, there.utf8.length, from, at, at + length)) {
      return there.text;
    }
    byte[] utf8 = Arrays.copyOfRange(from, at, at + length);
    var made = new Known(utf8, new String(utf8, StandardCharsets.UTF_8));
    known[place] = made;
    return made.text;
  }

  private static int place(byte[] from, int at, int length) {
    int hash = length;
    for (int i = at; i < at + length; i++) {
      hash = hash * FACTOR + from[i];
    }
    return (hash ^ (hash >>> SHIFT)) & (PLACES - 1);
  }
}
