package dev.sluice.accounts.ledger;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/// One file of the journal. Segments of this process are appended to by any thread; those that it
/// has found are only read.
///
/// A frame that was begun and does not become whole, since its thread has met a fault of the
/// mapping or is held up, would hold the reader. So the reader passes it over when it has waited
/// for some seconds and something is written behind it. It takes each word that is still empty up
/// to there, so that no frame begins in one any more. A thread that comes back finds its place
/// taken and appends its entry anew: an entry is read once in either order.
///
/// A file that is cut in place is cut in memory, too. What this process has appended to it is read
/// from [FrameCopies] then; what it has found in it is lost.
final class Segment {
  private static final long STEP = 8;
  private static final long OPEN = Long.MAX_VALUE;
  private static final long NONE = -1;

  private final MappedFile file;

  /// The size of the file, a multiple of 8.
  private final long capacity;

  /// The first byte that no frame has taken; beyond the capacity once one did not fit.
  private final AtomicLong claimed = new AtomicLong(FileHead.SIZE);

  /// The position where the first frame that did not fit would have begun.
  private volatile long end;

  private volatile boolean abandoned;

  /// The segment behind this one, made ahead.
  private volatile @Nullable Segment next;

  private final Waiting waiting;
  private final FrameCopies copies;

  // Confined to the thread of the ledger.
  /// The position where the reader waits for a frame; the next field is since when.
  private long waitsAt = NONE;

  private long waitsSince;

  /// Whether the segment has told that a page is missing.
  private boolean toldMissing;

  /// Whether the segment has told that the file is shorter than it was, or is gone.
  private boolean toldLost;

  /// Whether the segment has told that a part of it cannot be read any more.
  private boolean toldCut;

  /// The positions where frames were passed over, with the position where the reader goes on behind
  /// each.
  private final Map<Long, Long> passed = new HashMap<>();

  /// The rule for how long a reader waits for a frame.
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
    this.copies = new FrameCopies(end == OPEN ? capacity : 0);
  }

  /// Makes a segment to append to.
  static Segment live(MappedFile file, Waiting waiting) {
    return new Segment(file, OPEN, waiting);
  }

  /// Makes a segment that an earlier process has left.
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

  /// Whether this process appends to the segment, or has done so.
  boolean isLive() {
    return end != 0;
  }

  /// Ends the segment where it is: nothing more fits.
  void abandon() {
    abandoned = true;
    endAt(claimed.getAndAdd(capacity + STEP));
  }

  boolean isAbandoned() {
    return abandoned;
  }

  /// How many bytes of the segment were begun.
  long bytes() {
    return begun() - FileHead.SIZE;
  }

  /// Whether its file is shorter than it was, or is there no more. It is told once, and takes
  /// nothing from then on.
  boolean isLost() {
    if (isLive() && !toldLost && file.isCut()) {
      toldLost = true;
      abandon();
      tell(
          "%s was cut or removed while it was in use: calls go on in another segment"
              .formatted(file.file()));
    }
    return toldLost;
  }

  /// Drops copies of what the store has.
  ///
  /// @param position up to which place it has everything
  void dropCopiesBefore(long position) {
    copies.dropBefore(position);
  }

  /// Drops all copies, those that come late as well if it is called again.
  void dropCopies() {
    copies.drop();
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

  /// Whether a payload was written. A fault may be told late, when the frame is whole; else the
  /// place of the frame is taken, so that it never becomes whole.
  private boolean isWritten(long at, byte[] payload) {
    try {
      if (!Frames.publish(file.memory(), file.head().salt(), at, payload)) {
        return false;
      }
    } catch (InternalError fault) {
      if (isFailed(at)) {
        copies.fail(at, Frames.size(payload.length));
        throw fault;
      }
    }
    return copies.keep(at, payload);
  }

  private boolean isFailed(long at) {
    try {
      return Frames.pass(file.memory(), at) || !isWhole(at);
    } catch (InternalError again) {
      return true;
    }
  }

  /// The frame that was read last, whose bytes are used again for the next one. Confined to one
  /// thread.
  static final class Step {
    private static final int USUAL = 256;

    /// The bytes for what is read from a file.
    private byte[] buffer = new byte[USUAL];

    private byte[] payload = buffer;
    private int length;
    private long at;
    private long torn;
    private boolean end;
    private boolean missing;
    private boolean waiting;

    /// The payload of the entry.
    byte[] payload() {
      return payload;
    }

    int length() {
      return length;
    }

    /// The position of the entry.
    long at() {
      return at;
    }

    /// How many bytes are not zero from the position on that was looked at, where none was read:
    /// the rest of a frame that was torn.
    long torn() {
      return torn;
    }

    /// Whether there will be none any more, where none was read.
    boolean isEnd() {
      return end;
    }

    /// Whether none was read since the system did not give a page. A later attempt may find one.
    boolean isMissing() {
      return missing;
    }

    /// Whether no entry was read although one was begun.
    boolean isWaiting() {
      return waiting;
    }

    /// The position behind the entry.
    long behind() {
      return at + Frames.size(length);
    }

    private boolean take(byte[] copy, long position) {
      payload = copy;
      length = copy.length;
      at = position;
      return true;
    }

    private boolean read(MappedFile file, long position) {
      int most = Frames.length(file.memory(), position);
      if (most > buffer.length) {
        buffer = new byte[most];
      }
      payload = buffer;
      at = position;
      length = most;
      return Frames.read(file.memory(), file.head().salt(), position, payload, most);
    }
  }

  /// Looks at a position for a frame. In a segment of this process, where frames become whole soon,
  /// it waits for the one that begins there, though not for ever; in one that was found it skips
  /// what is not whole. In both it waits for a page that the system does not give, unless the file
  /// was cut: what it has no copy of is gone.
  ///
  /// @return whether there is one
  boolean read(long position, Step into) {
    into.missing = false;
    into.waiting = false;
    try {
      return isLive() ? live(position, into) : found(position, into);
    } catch (InternalError fault) {
      return missing(position, into);
    }
  }

  private boolean missing(long from, Step into) {
    long position = isLive() ? behindPassed(from) : from;
    if (hasWaited(position) && file.isCut()) {
      return cut(position, into);
    }
    into.missing = true;
    into.end = false;
    if (!toldMissing && !file.isCut()) {
      toldMissing = true;
      tell(
          "the ledger waits for a page of %s that the system does not give: see to the disk"
              .formatted(file.file()));
    }
    return false;
  }

  /// The position behind the last frame that was begun.
  private long begun() {
    return Math.min(Math.min(claimed.get(), end), capacity);
  }

  /// Goes on at the next frame that has a copy, or ends.
  private boolean cut(long position, Step into) {
    long behind = isLive() ? copies.pass(position, begun()) : position;
    byte[] copy = copies.payload(behind);
    if (!toldCut) {
      toldCut = true;
      tell("%s was cut: what stood there from byte %d on is lost".formatted(file.file(), position));
    }
    if (copy == null) {
      into.end = end != OPEN;
      return false;
    }
    passed.put(position, behind);
    return into.take(copy, behind);
  }

  private void tell(String words) {
    waiting.over().accept(words);
  }

  private long behindPassed(long from) {
    long position = passed.isEmpty() ? from : passed.getOrDefault(from, from);
    return copies.behindFailed(position);
  }

  private boolean live(long from, Step into) {
    long position = behindPassed(from);
    if (position >= end || position + Frames.HEAD > capacity) {
      into.end = end != OPEN || position >= capacity;
      return false;
    }
    into.end = false;
    if (position >= claimed.get()) {
      return false;
    }
    if (isRead(position, into)) {
      return true;
    }
    into.waiting = true;
    long behind = hasWaited(position) ? written(position + STEP) : NONE;
    return behind != NONE && passOver(position, behind, into);
  }

  /// Reads the frame at a position: from its copy, where it has one, which its writer has kept once
  /// the frame was whole; else from the file.
  private boolean isRead(long position, Step into) {
    byte[] copy = copies.payload(position);
    return copy == null ? into.read(file, position) : into.take(copy, position);
  }

  private boolean hasWaited(long position) {
    long now = waiting.nanos().getAsLong();
    if (waitsAt != position) {
      waitsAt = position;
      waitsSince = now;
    }
    return now - waitsSince >= waiting.most();
  }

  /// The first whole frame from a position on, or the end; [#NONE] where there is neither.
  private long written(long position) {
    long last = begun();
    for (long at = position; at + Frames.HEAD <= last; at += STEP) {
      if (copies.payload(at) != null || isWhole(at)) {
        return at;
      }
    }
    return end == OPEN ? NONE : end;
  }

  /// Goes on at the first frame that is whole when it comes there. Of the others up to `behind`
  /// none becomes whole any more.
  private boolean passOver(long position, long behind, Step into) {
    long at = position;
    while (at < behind && isPassed(at)) {
      at += STEP;
    }
    if (at > position) {
      passed.put(position, at);
      tell(
          "%s holds %d bytes that do not become whole, which are passed over"
              .formatted(file.file(), at - position));
    }
    into.end = at >= end;
    return !into.end && isRead(at, into);
  }

  private boolean isPassed(long at) {
    return copies.payload(at) == null && (Frames.pass(file.memory(), at) || !isWhole(at));
  }

  private boolean found(long position, Step into) {
    long last = capacity - Frames.HEAD;
    into.torn = 0;
    boolean found = false;
    long at = Frames.written(file.memory(), position, last + 1);
    while (!found && at <= last) {
      found = into.read(file, at);
      into.torn += STEP;
      at = found ? at : Frames.written(file.memory(), at + STEP, last + 1);
    }
    into.end = !found;
    return found;
  }

  private boolean isWhole(long at) {
    return Frames.read(file.memory(), file.head().salt(), at) != null;
  }
}
