package dev.sluice.lab.load;

import io.netty.buffer.ByteBuf;

/// A line that arrives in pieces. Only its first bytes are kept, which is all that a reader of
/// answers looks at. Confined to the loop; used again for every line.
final class PartialLine {
  private final byte[] kept;
  private int length;
  private boolean complete;

  PartialLine(int capacity) {
    kept = new byte[capacity];
  }

  /// Takes bytes of `in` up to and with the line's end, at most `limit` of them.
  ///
  /// @return whether the line is complete; then the next call begins a new one
  boolean take(ByteBuf in, int limit) {
    if (complete) {
      clear();
    }
    int from = in.readerIndex();
    int end = in.indexOf(from, from + limit, (byte) '\n');
    int until = end < 0 ? from + limit : end;
    int keep = Math.min(until - from, kept.length - length);
    in.getBytes(from, kept, length, keep);
    length += keep;
    in.readerIndex(end < 0 ? until : until + 1);
    complete = end >= 0;
    if (complete && length > 0 && kept[length - 1] == '\r') {
      length--;
    }
    return complete;
  }

  void clear() {
    length = 0;
    complete = false;
  }

  boolean isEmpty() {
    return length == 0;
  }

  /// Returns whether the line begins with `prefix`, which is in lower case; the line's own case
  /// does not count.
  boolean startsWith(byte[] prefix) {
    if (length < prefix.length) {
      return false;
    }
    for (int i = 0; i < prefix.length; i++) {
      byte b = kept[i];
      if ((b >= 'A' && b <= 'Z' ? b + 32 : b) != prefix[i]) {
        return false;
      }
    }
    return true;
  }

  /// The number in base `radix` behind the first `offset` bytes and any spaces; -1 where there is
  /// none.
  long number(int offset, int radix) {
    int i = offset;
    while (i < length && kept[i] == ' ') {
      i++;
    }
    long value = -1;
    for (int digit; i < length && (digit = Character.digit(kept[i], radix)) >= 0; i++) {
      value = Math.max(value, 0) * radix + digit;
    }
    return value;
  }
}
