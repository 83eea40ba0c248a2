package dev.sluice.accounts.ledger.journal;

import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/// One file of the journal. Those of this process are appended to by any thread; those that it has
/// found are only read.
final class Segment {
  private static final long STEP = 8;
  private static final long OPEN = Long.MAX_VALUE;

  private final MappedFile file;

  /// A multiple of 8.
  private final long capacity;

  /// The first byte that no frame has taken; beyond the capacity once one did not fit.
  private final AtomicLong claimed = new AtomicLong(FileHead.SIZE);

  /// Where the first frame that did not fit would have begun.
  private volatile long end;

  /// The segment behind this one, made ahead.
  private volatile @Nullable Segment next;

  private Segment(MappedFile file, long end) {
    this.file = file;
    this.capacity = file.memory().byteSize() & -STEP;
    this.end = end;
  }

  /// One to append to.
  static Segment live(MappedFile file) {
    return new Segment(file, OPEN);
  }

  /// One that an earlier process has left.
  static Segment found(MappedFile file) {
    return new Segment(file, 0);
  }

  long number() {
    return file.head().number();
  }

  MappedFile file() {
    return file;
  }

  @Nullable Segment next() {
    return next;
  }

  void follow(Segment with) {
    next = with;
  }

  /// Appends a payload; false where it does not fit, and nothing will any more.
  boolean append(byte[] payload) {
    long size = Frames.size(payload.length);
    long at = claimed.getAndAdd(size);
    if (at + size <= capacity) {
      Frames.write(file.memory(), file.head().salt(), at, payload);
      return true;
    }
    if (at <= capacity) {
      end = at;
    }
    return false;
  }

  /// What is at a position: a frame, where it was found, or the end.
  ///
  /// @param payload null where there is none yet
  /// @param end whether there will be none any more
  @SuppressWarnings("ArrayRecordComponent")
  record Step(byte @Nullable [] payload, long at, boolean end) {
    /// The position behind it.
    long behind() {
      return payload == null ? at : at + Frames.size(payload.length);
    }
  }

  /// Looks at a position for a frame. In a segment of this process, where frames become whole soon,
  /// it waits for the one that begins there; in one that was found it skips what is not whole.
  Step read(long position) {
    return end == 0 ? found(position) : live(position);
  }

  private Step live(long position) {
    if (position >= end || position + Frames.HEAD > capacity) {
      return new Step(null, position, end != OPEN || position >= capacity);
    }
    return new Step(payload(position), position, false);
  }

  private Step found(long position) {
    for (long at = position; at + Frames.HEAD <= capacity; at += STEP) {
      byte[] payload = payload(at);
      if (payload != null) {
        return new Step(payload, at, false);
      }
    }
    return new Step(null, position, true);
  }

  /// How many bytes behind a position are not zero, where no frame follows: the rest of one that
  /// was torn.
  long torn(long position) {
    long torn = 0;
    for (long at = position; at + STEP <= capacity; at += STEP) {
      torn += Frames.isEmpty(file.memory(), at) ? 0 : STEP;
    }
    return torn;
  }

  private byte @Nullable [] payload(long at) {
    return Frames.read(file.memory(), file.head().salt(), at);
  }
}
