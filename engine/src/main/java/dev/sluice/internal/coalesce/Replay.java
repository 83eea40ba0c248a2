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

    /// Returns the next position; null when no event has been added behind this one.
    @Nullable Position next() {
      return next;
    }

    /// Returns the event at this position; null at the beginning.
    @Nullable ReplayEvent event() {
      return event;
    }
  }

  // Written on the loop.
  private Position last = new Position(null);
  private volatile @Nullable Position first = last;
  private volatile long bytes;

  /// Returns the position where the first reader begins. Called before any event is added.
  Position start() {
    return last;
  }

  /// Returns the position where a late reader begins; null when the beginning is gone.
  @Nullable Position beginning() {
    return first;
  }

  /// Returns how many bytes of the body have been added.
  long bytes() {
    return bytes;
  }

  /// Forgets the beginning, so that no further reader begins. On the loop.
  void forgetBeginning() {
    first = null;
  }

  /// Adds an event. On the loop.
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
