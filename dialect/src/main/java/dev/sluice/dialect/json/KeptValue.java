package dev.sluice.dialect.json;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The bytes of a value that a [JsonWalker] or a [JsonScanner] keeps. The bytes are copied only
/// when their part ends before the value does. Confined to one thread.
final class KeptValue {
  private static final byte[] NOTHING = {};

  /// The most digits that fit every `long`.
  private static final int DIGITS_MAX = 18;

  private final int max;

  /// The bytes from earlier parts.
  private byte[] before = NOTHING;

  private int length;
  private boolean tooLong;

  /// The current part, and the position in it of the rest of the value.
  private byte[] part = NOTHING;

  private int from;
  private int to;

  /// @param max the most bytes that are kept
  KeptValue(int max) {
    this.max = max;
  }

  /// Begins a value in `a` at `start`.
  void begin(byte[] a, int start) {
    length = 0;
    tooLong = false;
    resume(a, start);
  }

  /// Continues the value in the next part, `a` from `start`.
  void resume(byte[] a, int start) {
    part = a;
    from = start;
    to = start;
  }

  /// Ends the current part, before the value has ended, at `end`.
  void suspend(int end) {
    int more = end - from;
    tooLong |= length + more > max;
    if (!tooLong) {
      if (length + more > before.length) {
        before = Arrays.copyOf(before, Math.max(length + more, 2 * length));
      }
      System.arraycopy(part, from, before, length, more);
      length += more;
    }
  }

  /// Ends the value before `end`.
  void end(int end) {
    to = end;
  }

  /// The bytes of memory that are taken beyond this object.
  int capacity() {
    return before.length;
  }

  /// Whether a part has ended since the value began.
  boolean split() {
    return length > 0 || tooLong;
  }

  /// The index of the beginning of the value in the current part.
  int from() {
    return from;
  }

  /// Whether there is a backslash in what the current part has of the value, which has ended.
  boolean escaped() {
    int i = from;
    while (i < to && part[i] != '\\') {
      i++;
    }
    return i < to;
  }

  /// Whether the value, which has ended, is longer than what is kept.
  boolean tooLong() {
    return tooLong || length + to - from > max;
  }

  /// Forgets the value and its bytes.
  void clear() {
    before = NOTHING;
    length = 0;
    part = NOTHING;
    from = 0;
    to = 0;
  }

  /// Shows the value, in one part or two; shows nothing when the value is too long.
  void show(JsonWalker.Bytes shown) {
    if (tooLong()) {
      return;
    }
    if (length > 0) {
      shown.part(before, 0, length);
    }
    if (to > from) {
      shown.part(part, from, to);
    }
  }

  /// The value without `cut` bytes at either end; empty when the value is too long, or has fewer
  /// bytes.
  String text(int cut) {
    if (length > 0) {
      suspend(to);
      from = to;
    }
    int size = length > 0 ? length : to - from;
    if (tooLong || size > max || size < 2 * cut) {
      return "";
    }
    return length > 0
        ? new String(before, cut, size - 2 * cut, StandardCharsets.UTF_8)
        : new String(part, from + cut, size - 2 * cut, StandardCharsets.UTF_8);
  }

  /// The value as a whole number; -1 when it is anything but 1 to 18 digits.
  long count() {
    int size = length + to - from;
    if (tooLong || size == 0 || size > DIGITS_MAX) {
      return -1;
    }
    return digits(part, from, to, digits(before, 0, length, 0));
  }

  private static long digits(byte[] a, int from, int to, long count) {
    long all = count;
    for (int i = from; i < to && all >= 0; i++) {
      all = a[i] >= '0' && a[i] <= '9' ? 10 * all + a[i] - '0' : -1;
    }
    return all;
  }
}
