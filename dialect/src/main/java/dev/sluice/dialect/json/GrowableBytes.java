package dev.sluice.dialect.json;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.Arrays;

/// A growing array of bytes. Confined to one thread.
public final class GrowableBytes {
  private static final int FIRST = 64;

  private byte[] bytes = new byte[FIRST];
  private int length;

  public int length() {
    return length;
  }

  public int capacity() {
    return bytes.length;
  }

  public byte[] array() {
    return bytes;
  }

  public void add(byte[] a, int from, int to) {
    int more = to - from;
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(length + more, 2 * length));
    }
    System.arraycopy(a, from, bytes, length, more);
    length += more;
  }

  public void add(byte[] a) {
    add(a, 0, a.length);
  }

  /// Appends a character.
  ///
  /// @param ascii a character of ASCII
  public void add(char ascii) {
    if (length == bytes.length) {
      bytes = Arrays.copyOf(bytes, 2 * length);
    }
    bytes[length++] = (byte) ascii;
  }

  public void clear() {
    length = 0;
  }

  public boolean is(byte[] a, int from, int to) {
    return Arrays.equals(bytes, 0, length, a, from, to);
  }

  /// Returns a view of the bytes; nothing may be added any more.
  public ByteBuf view() {
    return Unpooled.wrappedBuffer(bytes, 0, length);
  }
}
