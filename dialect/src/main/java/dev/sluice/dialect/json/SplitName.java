package dev.sluice.dialect.json;

import org.jspecify.annotations.Nullable;

/// The name of a property, which is copied only when its part ends before the name does. Confined
/// to one thread.
final class SplitName {
  /// The most bytes of a name that can be selected.
  private static final int LENGTH_MAX = 64;

  private static final byte[] NOTHING = {};

  private byte[] bytes = NOTHING;
  private int length;

  void begin() {
    length = 0;
  }

  /// Ends the current part, before the name has ended.
  void suspend(byte[] a, int from, int to) {
    int more = to - from;
    if (length + more <= LENGTH_MAX) {
      bytes = bytes.length == 0 ? new byte[LENGTH_MAX] : bytes;
      System.arraycopy(a, from, bytes, length, more);
      length += more;
    } else {
      length = LENGTH_MAX + 1;
    }
  }

  /// Ends the name in `a` before `to`.
  ///
  /// @return the selector that `parent` has for that name; null for none
  <T> @Nullable JsonSelector<T> end(@Nullable JsonSelector<T> parent, byte[] a, int from, int to) {
    if (parent == null || !parent.named()) {
      return null;
    }
    if (length == 0) {
      return parent.field(a, from, to);
    }
    suspend(a, from, to);
    return length <= LENGTH_MAX ? parent.field(bytes, 0, length) : null;
  }
}
