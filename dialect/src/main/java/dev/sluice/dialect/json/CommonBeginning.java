package dev.sluice.dialect.json;

import java.util.Arrays;

/// The beginning that the last text had in front of the first property that matters. The events of
/// one answer repeat its identifier, its model and its time, which are most of a small event: a
/// text with the same beginning leads to the same state, and need not be read up to there.
///
/// The beginning holds at least one whole property of an object, the comma behind it, and nothing
/// that matters. Confined to one thread.
final class CommonBeginning {
  /// The length of the longest beginning that is remembered.
  private static final int LENGTH_MAX = 512;

  private static final byte[] NOTHING = {};

  private byte[] bytes = NOTHING;
  private int length;
  private int brace;

  /// Whether there was a text before, so that another one may follow.
  private boolean again;

  /// The index of the current text's beginning, while that is to be found out; else -1.
  private int from = -1;

  /// Whether a property that does not matter has been passed in the current text.
  private boolean passed;

  /// Prepares for another text.
  ///
  /// @param object whether it may be an object of which nothing is kept
  void restart(boolean object) {
    again = object;
  }

  /// Compares the text that begins in `a` at `start`, and goes on at least to `to`, with this
  /// beginning.
  ///
  /// @return the length of the beginning, if the text begins with it; else 0
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

  /// Notes a property of the outermost object, whose name's quote is at `quote`.
  void named(byte[] a, int quote, boolean matters) {
    if (from >= 0 && matters) {
      if (passed) {
        remember(a, quote);
      }
      from = -1;
    }
    passed = true;
  }

  /// Ends the part of the current text. A beginning that was not found in the part is not
  /// remembered.
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
