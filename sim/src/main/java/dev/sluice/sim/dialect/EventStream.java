package dev.sluice.sim.dialect;

import dev.sluice.sim.wire.Bytes;
import dev.sluice.sim.wire.Ending;
import dev.sluice.sim.wire.Piece;
import dev.sluice.sim.wire.ReplyBody;
import java.util.ArrayDeque;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// A stream of events, each rendered when it is pulled; ends cleanly.
public final class EventStream implements ReplyBody {
  private static final byte[] DONE = new Bytes(16).ascii("data: [DONE]\n\n").array();

  private final ArrayDeque<Source> sources = new ArrayDeque<>();

  /// The source of a stream's events.
  @FunctionalInterface
  private interface Source {

    /// Returns the next event; null if there is none any more.
    @Nullable Piece next();
  }

  /// Adds an event, at the same time as the event before it.
  public EventStream then(Supplier<byte[]> event) {
    return then(1, _ -> Piece.data(0, event.get()));
  }

  /// Adds `count` events behind those that are there.
  public EventStream then(int count, IntFunction<Piece> event) {
    int[] next = {0};
    sources.add(() -> next[0] < count ? event.apply(next[0]++) : null);
    return this;
  }

  /// Adds OpenAI's mark for the end, `[DONE]`.
  EventStream done() {
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
