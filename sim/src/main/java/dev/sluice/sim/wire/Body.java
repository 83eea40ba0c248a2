package dev.sluice.sim.wire;

/// The body behind a head: pieces, pulled one by one on the event loop when the one before has been
/// sent. May be endless. Used once.
@FunctionalInterface
public interface Body {

  /// The next piece; not called again after the last one.
  Piece next();

  /// All at once, then a clean end.
  static Body whole(byte[] bytes) {
    return of(Piece.data(0, bytes), Piece.end(0, Ending.CLEAN));
  }

  /// No bytes, and this end.
  static Body ending(Ending how) {
    return of(Piece.end(0, how));
  }

  /// These pieces; the last must be an end.
  static Body of(Piece... pieces) {
    return new Body() {
      private int next;

      @Override
      public Piece next() {
        return pieces[next++];
      }
    };
  }
}
