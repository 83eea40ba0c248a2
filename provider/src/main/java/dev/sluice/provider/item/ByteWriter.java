package dev.sluice.provider.item;

import java.util.Arrays;

/// A writer into an array whose size is known beforehand, or nearly so. Confined to one thread.
final class ByteWriter {
  private byte[] bytes;
  private int size;

  ByteWriter(int expected) {
    bytes = new byte[expected];
  }

  ByteWriter put(char ascii) {
    room(1);
    bytes[size++] = (byte) ascii;
    return this;
  }

  ByteWriter put(byte[] all) {
    return put(all, 0, all.length);
  }

  ByteWriter put(byte[] from, int start, int end) {
    int length = end - start;
    room(length);
    System.arraycopy(from, start, bytes, size, length);
    size += length;
    return this;
  }

  byte[] bytes() {
    return size == bytes.length ? bytes : Arrays.copyOf(bytes, size);
  }

  private void room(int more) {
    if (size + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(size + more, 2 * bytes.length));
    }
  }
}
