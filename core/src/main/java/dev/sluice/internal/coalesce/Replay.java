package dev.sluice.internal.coalesce;

import org.jspecify.annotations.Nullable;

/// What a shared call has said so far, as a list that grows at its end. Whoever reads holds on to
/// the place where it is; what lies before the place of the last reader is garbage. The beginning
/// is kept for those who may still come, until [#WINDOW] bytes are said.
///
/// Written on one loop, read on any thread; nobody waits for anybody.
final class Replay {
  /// How many bytes are kept for those who come late, and how far a member may be behind, at most.
  static final int WINDOW = 256 * 1024;

  /// A place in the list: behind what was said there, in front of `next`.
  static final class Place {
    private final @Nullable ReplayEvent event;
    private volatile @Nullable Place next;

    private Place(@Nullable ReplayEvent event) {
      this.event = event;
    }

    /// The next one; null when nothing more has been said.
    @Nullable Place next() {
      return next;
    }

    /// What was said here; null at the beginning.
    @Nullable ReplayEvent said() {
      return event;
    }
  }

  // Written on the loop.
  private Place last = new Place(null);
  private volatile @Nullable Place first = last;
  private volatile long bytes;

  /// Where the first reader begins. Before anything is said.
  Place start() {
    return last;
  }

  /// Where a reader begins; null when the beginning is gone.
  @Nullable Place beginning() {
    return first;
  }

  /// How many bytes of the body have been said.
  long bytes() {
    return bytes;
  }

  /// Nobody begins to read any more. On the loop.
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
    var place = new Place(event);
    last.next = place;
    last = place;
  }
}
