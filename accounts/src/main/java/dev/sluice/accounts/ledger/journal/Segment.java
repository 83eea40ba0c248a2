package dev.sluice.accounts.ledger.journal;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// One file of the journal. Those of this process are appended to by any thread; those that it has
/// found are only read.
///
/// A frame that was begun and does not become whole, since its thread has met a fault of the
/// mapping or is held up, would hold the reader. So the reader passes it over when it has waited
/// for some seconds and something is written behind it. It takes each word that is still empty up
/// to there, so that no frame begins in one any more. A thread that comes back finds its place
/// taken and appends its entry anew: an entry is read once, whoever was first.
final class Segment {
  private static final long STEP = 8;
  private static final long OPEN = Long.MAX_VALUE;
  private static final long NONE = -1;

  private final MappedFile file;

  /// A multiple of 8.
  private final long capacity;

  /// The first byte that no frame has taken; beyond the capacity once one did not fit.
  private final AtomicLong claimed = new AtomicLong(FileHead.SIZE);

  /// Where the first frame that did not fit would have begun.
  private volatile long end;

  /// The segment behind this one, made ahead.
  private volatile @Nullable Segment next;

  private final Waiting waiting;

  // Confined to the thread of the ledger.
  /// Where the reader waits for a frame, and since when.
  private long waitsAt = NONE;

  private long waitsSince;

  /// Where frames were passed over, and where it goes on behind each.
  private final Map<Long, Long> passed = new HashMap<>();

  /// How long a reader waits for a frame.
  ///
  /// @param nanos the time of now
  /// @param most nanoseconds
  /// @param over told what was passed over, in words
  record Waiting(LongSupplier nanos, long most, Consumer<String> over) {
    /// Nothing becomes whole any more.
    static final Waiting NOT = new Waiting(() -> 0, 0, _ -> {});
  }

  private Segment(MappedFile file, long end, Waiting waiting) {
    this.file = file;
    this.capacity = file.memory().byteSize() & -STEP;
    this.end = end;
    this.waiting = waiting;
  }

  /// One to append to.
  static Segment live(MappedFile file, Waiting waiting) {
    return new Segment(file, OPEN, waiting);
  }

  /// One that an earlier process has left.
  static Segment found(MappedFile file) {
    return new Segment(file, 0, Waiting.NOT);
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
  ///
  /// @throws InternalError if the system does not give a page of the file; then nothing is appended
  boolean append(byte[] payload) {
    long size = Frames.size(payload.length);
    while (true) {
      long at = claimed.getAndAdd(size);
      if (at + size > capacity) {
        endAt(at);
        return false;
      }
      if (isWritten(at, payload)) {
        return true;
      }
      // The reader has passed this place over.
    }
  }

  private void endAt(long at) {
    if (at <= capacity) {
      end = at;
    }
  }

  /// A fault may be told late, when the frame is whole; else its place is taken, so that it never
  /// is.
  private boolean isWritten(long at, byte[] payload) {
    try {
      return Frames.publish(file.memory(), file.head().salt(), at, payload);
    } catch (InternalError fault) {
      if (Frames.pass(file.memory(), at) || payload(at) == null) {
        throw fault;
      }
      return true;
    }
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
  /// it waits for the one that begins there, though not for ever; in one that was found it skips
  /// what is not whole.
  Step read(long position) {
    return end == 0 ? found(position) : live(position);
  }

  private Step live(long from) {
    long position = passed.getOrDefault(from, from);
    if (position >= end || position + Frames.HEAD > capacity) {
      return new Step(null, position, end != OPEN || position >= capacity);
    }
    byte[] payload = payload(position);
    if (payload != null || !hasWaited(position)) {
      return new Step(payload, position, false);
    }
    long behind = written(position + STEP);
    return behind == NONE ? new Step(null, position, false) : passOver(position, behind);
  }

  private boolean hasWaited(long position) {
    if (position >= claimed.get()) {
      return false;
    }
    long now = waiting.nanos().getAsLong();
    if (waitsAt != position) {
      waitsAt = position;
      waitsSince = now;
    }
    return now - waitsSince >= waiting.most();
  }

  /// The first whole frame from a position on, or the end; [#NONE] where there is neither.
  private long written(long position) {
    long last = Math.min(Math.min(claimed.get(), end), capacity);
    for (long at = position; at + Frames.HEAD <= last; at += STEP) {
      if (payload(at) != null) {
        return at;
      }
    }
    return end == OPEN ? NONE : end;
  }

  /// Goes on at the first frame that is whole when it comes there. Of the others up to `behind`
  /// none becomes whole any more.
  private Step passOver(long position, long behind) {
    long at = position;
    while (at < behind && (Frames.pass(file.memory(), at) || payload(at) == null)) {
      at += STEP;
    }
    if (at > position) {
      passed.put(position, at);
      waiting
          .over()
          .accept(
              "%s holds %d bytes that do not become whole, which are passed over"
                  .formatted(file.file(), at - position));
    }
    return at < end ? new Step(payload(at), at, false) : new Step(null, at, true);
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
