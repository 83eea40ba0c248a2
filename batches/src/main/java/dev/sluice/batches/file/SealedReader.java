package dev.sluice.batches.file;

import java.io.IOException;

/// The reader of a content that is sealed. It keeps the piece that was read last.
final class SealedReader implements ContentReader {
  private final String id;
  private final long size;
  private final Contents.Source from;
  private final Sealing.Pieces pieces;
  private final byte[] sealed = new byte[Sealing.PIECE + Sealing.TAG];
  private final byte[] piece = new byte[Sealing.PIECE];
  private long number = -1;
  private int length;

  /// @param size how many bytes its row says
  SealedReader(String id, long size, Contents.Source from, Sealing.Pieces pieces) {
    this.id = id;
    this.size = size;
    this.from = from;
    this.pieces = pieces;
  }

  @Override
  public int read(long offset, byte[] into, int at, int most) throws IOException {
    if (offset >= size) {
      return -1;
    }
    load(offset / Sealing.PIECE);
    int start = (int) (offset % Sealing.PIECE);
    int count = Math.min(most, length - start);
    System.arraycopy(piece, start, into, at, count);
    return count;
  }

  private void load(long wanted) throws IOException {
    if (wanted == number) {
      return;
    }
    number = -1;
    long last = Math.max(0, (size - 1) / Sealing.PIECE);
    int expected = wanted < last ? Sealing.PIECE : (int) (size - last * Sealing.PIECE);
    int found;
    int opened;
    try {
      found = Sealing.fill(from, Sealing.place(wanted), sealed, expected + Sealing.TAG);
      opened = pieces.open(wanted, wanted == last, sealed, found, piece);
    } catch (IOException why) {
      throw FileRefused.of(why);
    }
    if (opened != expected) {
      throw Sealing.damaged(id);
    }
    number = wanted;
    length = opened;
  }

  @Override
  public void close() {
    from.close();
  }
}
