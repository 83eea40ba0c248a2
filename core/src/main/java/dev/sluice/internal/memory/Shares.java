package dev.sluice.internal.memory;

import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// The large parts of each owner. An owner that holds none is forgotten, so there are no more
/// owners here than large parts. A skip list takes no lock.
final class Shares {
  private final ConcurrentSkipListMap<String, Share> held = new ConcurrentSkipListMap<>();

  /// The large parts of one owner.
  private static final class Share {
    private static final int FORGOTTEN = -1;

    private final AtomicLong bytes = new AtomicLong();

    /// How many parts that is.
    private final AtomicInteger parts = new AtomicInteger();

    /// Adds a part.
    ///
    /// @return false when this share has been forgotten
    boolean enter() {
      return parts.updateAndGet(count -> count == FORGOTTEN ? count : count + 1) != FORGOTTEN;
    }

    /// Removes a part.
    ///
    /// @return whether this share is to be forgotten
    boolean leave() {
      return parts.decrementAndGet() == 0 && parts.compareAndSet(0, FORGOTTEN);
    }
  }

  /// How many bytes `owner` holds in large parts.
  long of(String owner) {
    Share share = held.get(owner);
    return share == null ? 0 : share.bytes.get();
  }

  /// A part of `owner` grows, if all of them have no more than `most` then, or if it is the only
  /// one. Nothing has changed when they have.
  ///
  /// @param before its size; 0 where it is no large part yet
  boolean grow(String owner, long before, long after, long most) {
    Share share = before == 0 ? enter(owner) : share(owner);
    long all = share.bytes.addAndGet(after - before);
    boolean fits = all <= most || share.parts.get() == 1;
    if (!fits) {
      resize(owner, share, before - after, before);
    }
    return fits;
  }

  /// A part of `owner` shrinks.
  ///
  /// @param after its size; 0 where it is no large part any more
  void shrink(String owner, long before, long after) {
    resize(owner, share(owner), after - before, after);
  }

  private void resize(String owner, Share share, long by, long to) {
    share.bytes.addAndGet(by);
    if (to == 0 && share.leave()) {
      held.remove(owner, share);
    }
  }

  private Share enter(String owner) {
    while (true) {
      Share share = held.computeIfAbsent(owner, _ -> new Share());
      if (share.enter()) {
        return share;
      }
      held.remove(owner, share);
    }
  }

  private Share share(String owner) {
    Share share = held.get(owner);
    if (share == null) {
      throw new IllegalStateException("an owner whose large part is resized holds none");
    }
    return share;
  }

  /// How many owners hold large parts.
  int size() {
    return held.size();
  }
}
