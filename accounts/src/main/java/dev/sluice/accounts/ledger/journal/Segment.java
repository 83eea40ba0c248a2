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
/// taken and appends its entry anew: an entry is read once in either order.
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

  /// Whether it was told that a page is missing.
  private boolean toldMissing;

  /// Where frames were passed over, and where it goes on behind each.
  private final Map<Long, Long> passed = new HashMap<>();

  /// How long a reader waits for a frame.
  ///
  /// @param nanos the time of now
  /// @param most nanoseconds
  /// @param over told what was passed over, and what holds it up, in words
  record Waiting(LongSupplier nanos, long most, Consumer<String> over) {}

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
  static Segment found(MappedFile file, Waiting waiting) {
    return new Segment(file, 0, waiting);
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
      if (Frames.pass(file.memory(), at) || !isWhole(at)) {
        throw fault;
      }
      return true;
    }
  }

  /// The frame that was read last, whose bytes are used again for the next one. Confined to one
  /// thread.
  static final class Step {
    private static final int USUAL = 256;

    private byte[] payload = new byte[USUAL];
    private int length;
    private long at;
    private boolean end;
    private boolean missing;

    /// The bytes that its payload begins.
    byte[] payload() {
      return payload;
    }

    int length() {
      return length;
    }

    /// Where it was found.
    long at() {
      return at;
    }

    /// Whether there will be none any more, where none was read.
    boolean isEnd() {
      return end;
    }

    /// Whether none was read since the system did not give a page. A later attempt may find one.
    boolean isMissing() {
      return missing;
    }

    /// The position behind it.
    long behind() {
      return at + Frames.size(length);
    }

    private boolean read(MappedFile file, long position) {
      int most = Frames.length(file.memory(), position);
      if (most > payload.length) {
        payload = new byte[most];
      }
      at = position;
      length = most;
      return Frames.read(file.memory(), file.head().salt(), position, payload, most);
    }
  }

  /// Looks at a position for a frame. In a segment of this process, where frames become whole soon,
  /// it waits for the one that begins there, though not for ever; in one that was found it skips
  /// what is not whole. In both it waits for a page that the system does not give.
  ///
  /// @return whether there is one
  boolean read(long position, Step into) {
    into.missing = false;
    try {
      return end == 0 ? found(position, into) : live(position, into);
    } catch (InternalError fault) {
      into.missing = true;
      into.end = false;
      tellMissing();
      return false;
    }
  }

  private void tellMissing() {
    if (!toldMissing) {
      toldMissing = true;
      waiting
          .over()
          .accept(
              "the ledger waits for a page of %s that the system does not give: see to the disk"
                  .formatted(file.file()));
    }
  }

  private boolean live(long from, Step into) {
    long position = passed.getOrDefault(from, from);
    if (position >= end || position + Frames.HEAD > capacity) {
      into.end = end != OPEN || position >= capacity;
      return false;
    }
    into.end = false;
    if (into.read(file, position)) {
      return true;
    }
    long behind = hasWaited(position) ? written(position + STEP) : NONE;
    return behind != NONE && passOver(position, behind, into);
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
      if (isWhole(at)) {
        return at;
      }
    }
    return end == OPEN ? NONE : end;
  }

  /// Goes on at the first frame that is whole when it comes there. Of the others up to `behind`
  /// none becomes whole any more.
  private boolean passOver(long position, long behind, Step into) {
    long at = position;
    while (at < behind && (Frames.pass(file.memory(), at) || !isWhole(at))) {
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
    into.end = at >= end;
    return !into.end && into.read(file, at);
  }

  private boolean found(long position, Step into) {
    boolean found = false;
    for (long at = position; !found && at + Frames.HEAD <= capacity; at += STEP) {
      found = into.read(file, at);
    }
    into.end = !found;
    return found;
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

  private boolean isWhole(long at) {
    return Frames.read(file.memory(), file.head().salt(), at) != null;
  }
}
