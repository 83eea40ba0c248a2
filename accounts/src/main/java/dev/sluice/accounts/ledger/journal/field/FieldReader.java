package dev.sluice.accounts.ledger.journal.field;

import java.nio.charset.StandardCharsets;

/// Reads what a [FieldWriter] has written.
public final class FieldReader {
  private static final int BITS = 7;
  private static final int LOW = 0x7f;

  private final byte[] bytes;
  private int position;

  public FieldReader(byte[] bytes) {
    this.bytes = bytes;
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

  public String text() {
    int length = Math.toIntExact(number());
    var text = new String(bytes, position, length, StandardCharsets.UTF_8);
    position += length;
    return text;
  }
}
