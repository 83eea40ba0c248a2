package dev.sluice.internal.coalesce;

import org.jspecify.annotations.Nullable;

/// The events of a shared call so far, as a list that grows at its end. Each reader refers to its
/// own position; the events before the position of the last reader are garbage. The beginning is
/// kept for late members, until [#WINDOW] bytes have been added.
///
/// Written on one loop, read on any thread; no thread waits for another.
final class Replay {
  /// How many bytes are kept for late members, and how far a member may be behind, at most.
  static final int WINDOW = 256 * 1024;

  /// A position in the list: behind its event, in front of `next`.
  static final class Position {
    private final @Nullable ReplayEvent event;
    private volatile @Nullable Position next;

    private Position(@Nullable ReplayEvent event) {
      this.event = event;
    }

    /// The next one; null when nothing more has been said.
    @Nullable Position next() {
      return next;
    }

    /// The event at this position; null at the beginning.
    @Nullable ReplayEvent event() {
      return event;
    }
  }

  // Written on the loop.
  private Position last = new Position(null);
  private volatile @Nullable Position first = last;
  private volatile long bytes;

  /// The position where the first reader begins. Before anything is said.
  Position start() {
    return last;
  }

  /// The position where a reader begins; null when the beginning is gone.
  @Nullable Position beginning() {
    return first;
  }

  /// How many bytes of the body have been said.
  long bytes() {
    return bytes;
  }

  /// Forgets the beginning: no further reader begins. On the loop.
  void forgetBeginning() {
    first = null;
  }

  /// Says one thing more. On the loop.
  void say(ReplayEvent event) {
    if (event instanceof ReplayEvent.Part(byte[] part)) {
      long more = bytes + part.length;
      bytes = more;
      if (more > WINDOW) {
        first = null;
      }
    }
    var position = new Position(event);
    last.next = position;
    last = position;
  }
}
