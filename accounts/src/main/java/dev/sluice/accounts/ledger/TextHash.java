package dev.sluice.accounts.ledger;

import java.nio.charset.StandardCharsets;

/// The hash of a text's UTF-8 that filters of calls are made of: FNV-1a of 64 bits, whose bits are
/// then mixed as MurmurHash3 does at its end. It stands in the store, and so never changes.
final class TextHash {
  private static final long OFFSET = 0xcbf29ce484222325L;
  private static final long PRIME = 0x100000001b3L;
  private static final long FIRST = 0xff51afd7ed558ccdL;
  private static final long SECOND = 0xc4ceb9fe1a85ec53L;
  private static final int SHIFT = 33;
  private static final int BYTE = 0xff;

  private TextHash() {}

  /// The hash of a text that was decoded.
  static long of(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    return of(utf8, 0, utf8.length);
  }

  /// The hash of the text in these bytes.
  static long of(byte[] from, int at, int length) {
    long hash = OFFSET;
    for (int i = at; i < at + length; i++) {
      hash = (hash ^ (from[i] & BYTE)) * PRIME;
    }
    hash = (hash ^ (hash >>> SHIFT)) * FIRST;
    hash = (hash ^ (hash >>> SHIFT)) * SECOND;
    return hash ^ (hash >>> SHIFT);
  }
}
