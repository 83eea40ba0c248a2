package dev.sluice.dialect.json;

import java.util.Arrays;

/// The beginning that the last text had in front of the first property that matters. The events of
/// one answer repeat its identifier, its model and its time, which are most of a small event: a
/// text with the same beginning leads to the same state, and need not be read up to there.
///
/// It holds at least one whole property of an object, the comma behind it, and nothing that
/// matters. Confined to one thread.
final class CommonBeginning {
  /// A longer one is not remembered.
  private static final int LENGTH_MAX = 512;

  private static final byte[] NOTHING = {};

  private byte[] bytes = NOTHING;
  private int length;
  private int brace;

  /// Whether there was a text before, so that there may be another one behind.
  private boolean again;

  /// The index of the current text's beginning, while its own is to be found out; else -1.
  private int from = -1;

  /// Whether a property that does not matter has been passed since.
  private boolean passed;

  /// Another text comes.
  ///
  /// @param object whether it may be an object of which nothing is kept
  void restart(boolean object) {
    again = object;
  }

  /// A text begins in `a` at `start`, and goes on at least to `to`.
  ///
  /// @return how much of it is this beginning; 0 where it begins in another way
  int begin(byte[] a, int start, int to) {
    if (!again) {
      return 0;
    }
    if (length > 0
        && to - start > length
        && Arrays.equals(a, start, start + length, bytes, 0, length)) {
      return length;
    }
    from = start;
    passed = false;
    return 0;
  }

  /// The position of the brace that opens the object.
  int brace() {
    return brace;
  }

  /// The outermost object has a property, whose name's quote is at `quote`.
  void named(byte[] a, int quote, boolean matters) {
    if (from >= 0 && matters) {
      if (passed) {
        remember(a, quote);
      }
      from = -1;
    }
    passed = true;
  }

  /// The part ends: what has not been found out in it is not found out.
  void suspend() {
    from = -1;
  }

  private void remember(byte[] a, int to) {
    length = to - from > LENGTH_MAX ? 0 : to - from;
    if (length > bytes.length) {
      bytes = new byte[length];
    }
    System.arraycopy(a, from, bytes, 0, length);
    brace = 0;
    while (brace < length && bytes[brace] != '{') {
      brace++;
    }
  }
}
