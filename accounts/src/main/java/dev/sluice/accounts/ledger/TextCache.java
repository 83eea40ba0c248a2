package dev.sluice.accounts.ledger;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Texts by their UTF-8: one that was asked for of late is not made again. Each has one place by
/// its hash, where it stays until another takes it, so that names without end need no more room.
/// Confined to one thread.
final class TextCache {
  private static final int PLACES = 1 << 10;
  private static final int FACTOR = 31;
  private static final int SHIFT = 15;
  private static final Known EMPTY = new Known(new byte[0], "");

  private final Known[] entries = new Known[PLACES];

  @SuppressWarnings("ArrayRecordComponent")
  private record Known(byte[] utf8, String text) {}

  TextCache() {
    Arrays.fill(entries, EMPTY);
  }

  /// The text of some bytes, out of the cache if it is there.
  String text(byte[] from, int at, int length) {
    int place = place(from, at, length);
    Known entry = entries[place];
    if (Arrays.equals(entry.utf8, 0, entry.utf8.length, from, at, at + length)) {
      return entry.text;
    }
    byte[] utf8 = Arrays.copyOfRange(from, at, at + length);
    var decoded = new Known(utf8, new String(utf8, StandardCharsets.UTF_8));
    entries[place] = decoded;
    return decoded.text;
  }

  private static int place(byte[] from, int at, int length) {
    int hash = length;
    for (int i = at; i < at + length; i++) {
      hash = hash * FACTOR + from[i];
    }
    return (hash ^ (hash >>> SHIFT)) & (PLACES - 1);
  }
}
