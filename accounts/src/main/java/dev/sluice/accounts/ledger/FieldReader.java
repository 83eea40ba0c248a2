package dev.sluice.accounts.ledger;

/// A reader of what a [FieldWriter] has written. May be used for one array after another.
final class FieldReader {
  private static final int BITS = 7;
  private static final int LOW = 0x7f;

  private byte[] bytes;
  private int position;

  FieldReader(byte[] bytes) {
    this.bytes = bytes;
  }

  /// Reads other bytes from now on, from a position on.
  void begin(byte[] next, int at) {
    bytes = next;
    position = at;
  }

  /// The position of the next field.
  int position() {
    return position;
  }

  long number() {
    long value = 0;
    for (int shift = 0; ; shift += BITS) {
      byte next = bytes[position++];
      value |= (long) (next & LOW) << shift;
      if (next >= 0) {
        return value;
      }
    }
  }

  /// Reads a number that counts bytes.
  int length() {
    return Math.toIntExact(number());
  }

  /// Skips bytes.
  void skip(int count) {
    position += count;
  }
}
