package dev.sluice.sim.wire;

import org.jspecify.annotations.Nullable;

/// A part of an answer's body: some bytes, or its end.
///
/// @param bytes the bytes themselves, not a copy; none in the last piece
/// @param ending how the answer ends, if this is its last piece; else null
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Piece(long afterNanos, byte[] bytes, @Nullable Ending ending) {
  private static final byte[] NONE = {};

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

  /// Returns the same bytes, or the same end, after another time.
  public Piece after(long nanos) {
    return new Piece(nanos, bytes, ending);
  }

  /// Returns a piece of other bytes, at the time of this piece.
  public Piece with(byte[] other) {
    return data(afterNanos, other);
  }
}
