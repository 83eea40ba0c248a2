package dev.sluice.sim.wire;

import org.jspecify.annotations.Nullable;

/// A part of an answer's body: some bytes, or its end.
public final class Piece {
  private static final byte[] NONE = {};

  private final long afterNanos;
  private final byte[] bytes;
  private final @Nullable Ending ending;

  private Piece(long afterNanos, byte[] bytes, @Nullable Ending ending) {
    this.afterNanos = afterNanos;
    this.bytes = bytes;
    this.ending = ending;
  }

  /// Bytes to be sent.
  ///
  /// @param afterNanos how long after the piece before it was due
  /// @param bytes not to be changed any more
  public static Piece data(long afterNanos, byte[] bytes) {
    return new Piece(afterNanos, bytes, null);
  }

  /// Makes the last piece of a body.
  public static Piece end(long afterNanos, Ending how) {
    return new Piece(afterNanos, NONE, how);
  }

  public long afterNanos() {
    return afterNanos;
  }

  /// The bytes themselves, not a copy; none in the last piece.
  public byte[] bytes() {
    return bytes;
  }

  /// Returns how the answer ends, if this is its last piece; else null.
  public @Nullable Ending ending() {
    return ending;
  }

  /// Returns the same bytes, or the same end, after another time.
  public Piece after(long nanos) {
    return new Piece(nanos, bytes, ending);
  }

  /// Returns a piece of other bytes, at the time of this piece.
  public Piece with(byte[] other) {
    return data(afterNanos, other);
  }
}
