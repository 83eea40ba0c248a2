package dev.sluice.sim.wire;

/// The body behind a head: pieces, pulled one by one on the event loop when the one before has been
/// sent. May be endless. Used once.
@FunctionalInterface
public interface ReplyBody {

  /// Returns the next piece; not called again after the last one.
  Piece next();

  /// Makes a body that is sent at once and ends cleanly.
  static ReplyBody whole(byte[] bytes) {
    return of(Piece.data(0, bytes), Piece.end(0, Ending.CLEAN));
  }

  /// Makes a body without bytes that ends as `how` says.
  static ReplyBody ending(Ending how) {
    return of(Piece.end(0, how));
  }

  /// Makes a body of one piece and what another body still has.
  static ReplyBody followed(Piece first, ReplyBody rest) {
    boolean[] begun = {false};
    return () -> {
      boolean next = begun[0];
      begun[0] = true;
      return next ? rest.next() : first;
    };
  }

  /// Makes a body of these pieces; the last must be an end.
  static ReplyBody of(Piece... pieces) {
    return new ReplyBody() {
      private int next;

      @Override
      public Piece next() {
        return pieces[next++];
      }
    };
  }
}
