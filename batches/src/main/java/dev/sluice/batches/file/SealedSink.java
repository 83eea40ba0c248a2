package dev.sluice.batches.file;

import java.io.IOException;
import java.nio.ByteBuffer;

/// A sink that seals what it passes on, a piece at a time.
final class SealedSink implements Contents.Sink {
  private final Contents.Sink to;
  private final Sealing.Pieces pieces;
  private final byte[] piece = new byte[Sealing.PIECE];
  private final byte[] sealed = new byte[Sealing.PIECE + Sealing.TAG];
  private int size;
  private long number;

  SealedSink(Contents.Sink to, Sealing.Pieces pieces) {
    this.to = to;
    this.pieces = pieces;
  }

  /// A full piece is held until something stands behind it, since it may be the last one.
  @Override
  public void write(ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      if (size == piece.length) {
        pass(false);
      }
      int length = Math.min(bytes.remaining(), piece.length - size);
      bytes.get(piece, size, length);
      size += length;
    }
  }

  private void pass(boolean last) throws IOException {
    int length = pieces.seal(number++, last, piece, size, sealed);
    to.write(ByteBuffer.wrap(sealed, 0, length));
    size = 0;
  }

  @Override
  public void commit() throws IOException {
    pass(true);
    to.commit();
  }

  @Override
  public void close() {
    to.close();
  }
}
