package dev.sluice.accounts.ledger.journal;

/// A reader of what a [FieldWriter] has written. May be used for one array after another.
public final class FieldReader {
  private static final int BITS = 7;
  private static final int LOW = 0x7f;

  private byte[] bytes;
  private int position;

  public FieldReader(byte[] bytes) {
    this.bytes = bytes;
  }

  /// Reads other bytes from now on, from a position on.
  public void begin(byte[] next, int at) {
    bytes = next;
    position = at;
  }

  /// The position of the next field.
  public int position() {
    return position;
  }

  public long number() {
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
  public int length() {
    return Math.toIntExact(number());
  }

  /// Skips bytes.
  public void skip(int count) {
    position += count;
  }
}
