package dev.sluice.accounts.ledger;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/// Copies of the payloads of a segment's frames, by their positions, until the store has them. They
/// are what the appending threads have made anyway: to keep one costs a reference.
///
/// A position changes once, from nothing: its writer leaves a copy, or a mark that its frame has
/// failed; or the reader, which goes on behind a frame on a page that is missing, leaves a mark
/// that it has. Whichever comes second learns of it.
///
/// References lie in an array for each 4 KiB of the segment, so that those which are dropped take
/// nothing. [#keep] and [#fail] are for any thread, the rest for one.
final class FrameCopies {
  /// How many low bits of a position are zero: positions are multiples of 8.
  private static final int STEP_BITS = 3;

  private static final int STEP = 1 << STEP_BITS;
  private static final int CHUNK_BITS = 12;
  private static final int SLOTS = 1 << (CHUNK_BITS - STEP_BITS);

  /// The mark of a frame that the reader has passed over.
  private static final Object PASSED = new Object();

  private final AtomicReferenceArray<@Nullable AtomicReferenceArray<@Nullable Object>> chunks;

  /// The number of the first chunk that was not dropped.
  private int first;

  /// A frame that its writer could not write.
  ///
  /// @param size the bytes that it would have taken
  private record Failed(long size) {}

  /// Makes the copies of a segment.
  ///
  /// @param capacity of the segment, in bytes
  public FrameCopies(long capacity) {
    this.chunks = new AtomicReferenceArray<>((int) (capacity >>> CHUNK_BITS) + 1);
  }

  /// Keeps a payload, whose frame is whole.
  ///
  /// @return false where the reader has passed its place over
  public boolean keep(long position, byte[] payload) {
    return set(position, payload);
  }

  /// Says that a frame has failed, so that the reader needs not wait for it.
  public void fail(long position, long size) {
    boolean _ = set(position, new Failed(size));
  }

  private boolean set(long position, Object value) {
    return chunk(position).compareAndSet(slot(position), null, value);
  }

  private AtomicReferenceArray<@Nullable Object> chunk(long position) {
    int index = index(position);
    AtomicReferenceArray<@Nullable Object> there = chunks.get(index);
    if (there != null) {
      return there;
    }
    var made = new AtomicReferenceArray<@Nullable Object>(SLOTS);
    AtomicReferenceArray<@Nullable Object> before = chunks.compareAndExchange(index, null, made);
    return before == null ? made : before;
  }

  private static int index(long position) {
    return (int) (position >>> CHUNK_BITS);
  }

  private static int slot(long position) {
    return (int) (position >>> STEP_BITS) & (SLOTS - 1);
  }

  private @Nullable Object at(long position) {
    int index = index(position);
    AtomicReferenceArray<@Nullable Object> chunk =
        index < chunks.length() ? chunks.get(index) : null;
    return chunk == null ? null : chunk.get(slot(position));
  }

  /// The payload of the frame at a position; null where there is none.
  public byte @Nullable [] payload(long position) {
    return at(position) instanceof byte[] payload ? payload : null;
  }

  /// The position behind the failed frames that begin at a position.
  public long behindFailed(long position) {
    long at = position;
    while (at(at) instanceof Failed failed) {
      at += failed.size();
    }
    return at;
  }

  /// Goes on behind frames that are missing: of those between two positions none is kept any more.
  ///
  /// @return the first position that has a copy, or `to`
  public long pass(long from, long to) {
    long at = from;
    while (at < to && payload(at) == null && (set(at, PASSED) || payload(at) == null)) {
      at += STEP;
    }
    return at;
  }

  /// Drops what lies before a position, but for less than 4 KiB.
  public void dropBefore(long position) {
    int until = Math.min(index(position), chunks.length());
    while (first < until) {
      chunks.set(first++, null);
    }
  }

  /// Drops all copies.
  public void drop() {
    first = 0;
    dropBefore((long) chunks.length() << CHUNK_BITS);
  }
}
