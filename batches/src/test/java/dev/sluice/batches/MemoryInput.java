package dev.sluice.batches;

import java.nio.charset.StandardCharsets;

/// An input in memory, which is read in pieces of at most so many bytes.
@SuppressWarnings("ArrayRecordComponent") // Never compared.
record MemoryInput(byte[] bytes, int most) implements BatchInput {
  MemoryInput(byte[] bytes) {
    this(bytes, Integer.MAX_VALUE);
  }

  static MemoryInput of(String text) {
    return new MemoryInput(text.getBytes(StandardCharsets.UTF_8));
  }

  /// So many lines in order.
  static MemoryInput ofLines(int lines) {
    var text = new StringBuilder();
    for (int line = 0; line < lines; line++) {
      text.append(line("c-" + line)).append('\n');
    }
    return of(text.toString());
  }

  /// A line in order.
  static String line(String id) {
    return "{\"custom_id\":\"%s\",\"method\":\"POST\",\"url\":\"/v1/embeddings\",\"body\":{\"model\":\"m\",\"input\":\"%s\"}}"
        .formatted(id, id);
  }

  @Override
  public int read(long offset, byte[] into, int from, int length) {
    int read = (int) Math.min(Math.min(length, most), bytes.length - offset);
    if (read <= 0) {
      return -1;
    }
    System.arraycopy(bytes, (int) offset, into, from, read);
    return read;
  }
}
