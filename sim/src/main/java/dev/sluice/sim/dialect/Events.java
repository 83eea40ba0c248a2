package dev.sluice.sim.dialect;

import dev.sluice.sim.wire.Body;
import dev.sluice.sim.wire.Bytes;
import dev.sluice.sim.wire.Ending;
import dev.sluice.sim.wire.Piece;
import java.util.ArrayDeque;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A stream of events, each rendered when it is pulled; ends cleanly.
public final class Events implements Body {
  private static final byte[] DONE = new Bytes(16).ascii("data: [DONE]\n\n").array();

  private final ArrayDeque<Source> sources = new ArrayDeque<>();

  /// The source of events.
  @FunctionalInterface
  private interface Source {

    /// The next one; null if there is none any more.
    @Nullable Piece next();
  }

  /// Then this one, at the same time as the one before.
  public Events then(Supplier<byte[]> event) {
    return then(1, _ -> Piece.data(0, event.get()));
  }

  /// Then so many.
  public Events then(int count, IntFunction<Piece> event) {
    int[] next = {0};
    sources.add(() -> next[0] < count ? event.apply(next[0]++) : null);
    return this;
  }

  /// Then OpenAI's mark for the end.
  Events done() {
    return then(() -> DONE);
  }

  @Override
  public Piece next() {
    while (!sources.isEmpty()) {
      Piece piece = sources.getFirst().next();
      if (piece != null) {
        return piece;
      }
      sources.removeFirst();
    }
    return Piece.end(0, Ending.CLEAN);
  }
}
