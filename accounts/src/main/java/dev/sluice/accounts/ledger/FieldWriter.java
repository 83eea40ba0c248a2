package dev.sluice.accounts.ledger;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A writer of numbers and texts one behind the other. A number takes seven bits a byte, the lowest
/// first; a text is its length in bytes and its UTF-8.
final class FieldWriter {
  private static final int USUAL = 256;
  private static final int BITS = 7;
  private static final int LOW = 0x7f;
  private static final int MORE = 0x80;
  private static final int LONGEST_NUMBER = 10;

  /// The character that PostgreSQL takes in no text.
  private static final char NUL = 0;

  private static final char ASCII = 0x7f;

  private byte[] bytes = new byte[USUAL];
  private int size;

  /// Writes a number.
  void number(long value) {
    room(LONGEST_NUMBER);
    long left = value;
    while ((left & ~(long) LOW) != 0) {
      bytes[size++] = (byte) ((left & LOW) | MORE);
      left >>>= BITS;
    }
    bytes[size++] = (byte) left;
  }

  /// Writes a text. Most are ASCII, which is written as it stands.
  ///
  /// @param most how many characters are kept
  void text(String text, int most) {
    int begin = size;
    int length = Math.min(text.length(), most);
    number(length);
    room(length);
    for (int i = 0; i < length; i++) {
      char next = text.charAt(i);
      if (next == NUL || next > ASCII) {
        size = begin;
        utf8(text.substring(0, length));
        return;
      }
      bytes[size + i] = (byte) next;
    }
    size += length;
  }

  private void utf8(String text) {
    byte[] utf8 = text.replace(NUL, '?').getBytes(StandardCharsets.UTF_8);
    number(utf8.length);
    encoded(utf8);
  }

  /// Writes the fields that another writer has encoded.
  void encoded(byte[] fields) {
    encoded(fields, 0, fields.length);
  }

  /// Writes fields that lie among others.
  void encoded(byte[] fields, int at, int length) {
    room(length);
    System.arraycopy(fields, at, bytes, size, length);
    size += length;
  }

  private void room(int more) {
    if (size + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, size + more));
    }
  }

  /// How many bytes were written.
  int size() {
    return size;
  }

  /// The bytes of which the first [#size] were written; to be read alone.
  byte[] buffer() {
    return bytes;
  }

  /// What was written.
  byte[] bytes() {
    return Arrays.copyOf(bytes, size);
  }
}
