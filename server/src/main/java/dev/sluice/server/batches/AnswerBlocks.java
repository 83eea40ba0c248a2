package dev.sluice.server.batches;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.server.edge.ResourceReply;
import java.io.IOException;

/// The body of an answer that is made of many small parts, and goes in blocks. For one thread.
final class AnswerBlocks {
  private static final int BLOCK = 64 * 1024;

  private final ResourceReply.Content to;
  private final byte[] block = new byte[BLOCK];
  private int size;

  AnswerBlocks(ResourceReply.Content to) {
    this.to = to;
  }

  void write(String text) throws IOException, InterruptedException {
    write(text.getBytes(UTF_8));
  }

  void write(byte[] bytes) throws IOException, InterruptedException {
    write(bytes, 0, bytes.length);
  }

  void write(byte[] bytes, int from, int length) throws IOException, InterruptedException {
    int at = from;
    int left = length;
    while (left > 0) {
      int part = Math.min(left, block.length - size);
      System.arraycopy(bytes, at, block, size, part);
      size += part;
      at += part;
      left -= part;
      if (size == block.length) {
        flush();
      }
    }
  }

  /// Ends the answer, which is whole.
  void finish() throws IOException, InterruptedException {
    if (size > 0) {
      flush();
    }
    to.finish();
  }

  private void flush() throws IOException, InterruptedException {
    to.write(block, 0, size);
    size = 0;
  }
}
