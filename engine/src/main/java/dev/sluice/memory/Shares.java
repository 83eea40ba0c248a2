package dev.sluice.memory;

import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/// The large parts of each owner. An owner that holds none is forgotten, so there are no more
/// owners here than large parts. A skip list takes no lock.
final class Shares {
  private final ConcurrentSkipListMap<String, Share> held = new ConcurrentSkipListMap<>();

  /// The large parts of one owner.
  private static final class Share {
    private static final int FORGOTTEN = -1;

    private final AtomicLong bytes = new AtomicLong();

    /// The number of the owner's large parts.
    private final AtomicInteger parts = new AtomicInteger();

    /// The part that is not bound by the share: the first that went beyond it, until it leaves.
    /// Without this exemption parts that grow side by side could each be refused for the others.
    private final AtomicReference<@Nullable HeapReservation> exempt = new AtomicReference<>();

    /// Whether `part` is the exempt part; makes it that where there is none.
    boolean exempts(HeapReservation part) {
      return exempt.compareAndSet(null, part) || exempt.get() == part;
    }

    /// Adds a part.
    ///
    /// @return false when this share has been forgotten
    boolean enter() {
      return parts.updateAndGet(count -> count == FORGOTTEN ? count : count + 1) != FORGOTTEN;
    }

    /// Removes a part.
    ///
    /// @return whether this share is to be forgotten
    boolean leave(HeapReservation part) {
      exempt.compareAndSet(part, null);
      return parts.decrementAndGet() == 0 && parts.compareAndSet(0, FORGOTTEN);
    }
  }

  /// Returns how many bytes `owner` holds in large parts.
  long of(String owner) {
    Share share = held.get(owner);
    return share == null ? 0 : share.bytes.get();
  }

  /// Lets a part grow, if all parts of its owner then have no more than `most` bytes, or if it is
  /// the only one of them that goes beyond; else changes nothing.
  ///
  /// @param before the part's size until now; 0 where it is no large part yet
  boolean grow(HeapReservation part, long before, long after, long most) {
    Share share = before == 0 ? enter(part.owner) : share(part.owner);
    boolean fits = share.bytes.addAndGet(after - before) <= most || share.exempts(part);
    if (!fits) {
      resize(part, share, before - after, before);
    }
    return fits;
  }

  /// Lets a part shrink.
  ///
  /// @param after the part's new size; 0 where it is no large part any more
  void shrink(HeapReservation part, long before, long after) {
    resize(part, share(part.owner), after - before, after);
  }

  private void resize(HeapReservation part, Share share, long by, long to) {
    share.bytes.addAndGet(by);
    if (to == 0 && share.leave(part)) {
      held.remove(part.owner, share);
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

  /// Returns how many owners hold large parts.
  int size() {
    return held.size();
  }
}
