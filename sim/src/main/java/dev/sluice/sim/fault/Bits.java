package dev.sluice.sim.fault;

import dev.sluice.sim.wire.Ending;
import dev.sluice.sim.wire.Piece;
import dev.sluice.sim.wire.ReplyBody;
import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;

/// Makes bodies out of other bodies.
final class Bits {
  private Bits() {}

  /// The first pieces of a body, then this end.
  static ReplyBody first(ReplyBody body, int pieces, Ending ending) {
    int[] sent = {0};
    return () -> {
      Piece next = sent[0]++ < pieces ? body.next() : Piece.end(0, ending);
      return next.ending() == null ? next : Piece.end(next.afterNanos(), ending);
    };
  }

  /// The first pieces of a body, then this one, then a clean end.
  static ReplyBody last(ReplyBody body, int pieces, Piece last) {
    int[] sent = {0};
    return () -> {
      int i = sent[0]++;
      return i < pieces ? body.next() : i == pieces ? last : Piece.end(0, Ending.CLEAN);
    };
  }

  /// The first bytes of a body, then this end.
  static ReplyBody cut(ReplyBody body, long bytes, Ending how) {
    long[] left = {bytes};
    return () -> {
      Piece next = left[0] > 0 ? body.next() : Piece.end(0, how);
      if (next.ending() != null) {
        return Piece.end(next.afterNanos(), how);
      }
      int take = (int) Math.min(left[0], next.bytes().length);
      left[0] -= take;
      return next.with(Arrays.copyOf(next.bytes(), take));
    };
  }

  /// A body with one of its pieces changed.
  ///
  /// @param index from 0
  static ReplyBody change(ReplyBody body, int index, UnaryOperator<byte[]> change) {
    return each(body, i -> i == index ? change : UnaryOperator.identity());
  }

  /// A body with each of its pieces changed.
  static ReplyBody each(ReplyBody body, IntFunction<UnaryOperator<byte[]>> change) {
    int[] next = {0};
    return () -> {
      Piece piece = body.next();
      return piece.ending() == null
          ? piece.with(change.apply(next[0]++).apply(piece.bytes()))
          : piece;
    };
  }

  /// A body in small pieces.
  ///
  /// @param nanos the time between those that were one
  static ReplyBody chop(ReplyBody body, int size, long nanos) {
    return new Chopped(body, size, nanos);
  }

  /// Returns the bytes that are left of a body that ends.
  static byte[] drain(ReplyBody body) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (Piece piece = body.next(); piece.ending() == null; piece = body.next()) {
      all.writeBytes(piece.bytes());
    }
    return all.toByteArray();
  }

  private static final class Chopped implements ReplyBody {
    private final ReplyBody body;
    private final int size;
    private final long nanos;
    private Piece piece = Piece.data(0, new byte[0]);
    private int at;

    Chopped(ReplyBody body, int size, long nanos) {
      this.body = body;
      this.size = size;
      this.nanos = nanos;
    }

    @Override
    public Piece next() {
      while (at >= piece.bytes().length) {
        piece = body.next();
        at = 0;
        if (piece.ending() != null) {
          return piece;
        }
      }
      long after = at == 0 ? Math.max(nanos, piece.afterNanos()) : nanos;
      int end = Math.min(piece.bytes().length, at + size);
      byte[] part = Arrays.copyOfRange(piece.bytes(), at, end);
      at = end;
      return Piece.data(after, part);
    }
  }
}
