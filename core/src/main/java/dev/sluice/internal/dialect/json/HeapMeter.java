package dev.sluice.internal.dialect.json;

import java.util.function.LongPredicate;

/// Counts the heap that is taken by what is built of a peer's words, and asks for it before it is
/// taken, in steps. Objects count as the JVM lays them out: a header of 12 bytes, references of 4,
/// all of it a multiple of 8.
///
/// Belongs to one thread at a time.
public final class HeapMeter {
  /// It asks for this many bytes at least, so that a small text asks once.
  public static final int STEP = 16 * 1024;

  static final int REFERENCE = 4;
  private static final int ARRAY = 16;
  private static final int STRING = 24;
  private static final int ALIGNMENT = 8;

  /// There is no room for more, on its way to the front of what builds, where it becomes a value.
  /// It has no stack trace: it is a peer's doing and no bug.
  public static final class NoRoomException extends RuntimeException {
    private static final long serialVersionUID = 1;

    NoRoomException() {
      super("there is no memory for what is built of a text", null, false, false);
    }
  }

  private final LongPredicate room;
  private final long free;
  private long built;
  private long granted;

  /// @param room whether there is room for so many bytes in all; it is asked for ever more, until
  ///   it says no
  public HeapMeter(LongPredicate room) {
    this(0, room);
  }

  /// A meter that asks for nothing up to a bound, for what is garbage after a moment.
  ///
  /// @param free the bytes that need not be asked for
  public HeapMeter(long free, LongPredicate room) {
    this.free = free;
    this.granted = free;
    this.room = room;
  }

  /// A meter with room for this many bytes.
  public static HeapMeter upTo(long most) {
    return new HeapMeter(bytes -> bytes <= most);
  }

  /// A meter for what the product brings itself.
  public static HeapMeter unbounded() {
    return upTo(Long.MAX_VALUE);
  }

  /// Counts bytes that are about to be taken.
  ///
  /// @throws NoRoomException if there is no room for them
  public void add(long bytes) {
    built += bytes;
    if (built > granted) {
      ask();
    }
  }

  private void ask() {
    long wanted = Math.ceilDiv(built, STEP) * STEP;
    if (!room.test(wanted)) {
      throw new NoRoomException();
    }
    granted = wanted;
  }

  /// The bytes that have been counted.
  public long built() {
    return built;
  }

  /// What has been built beyond this is garbage. What was asked for stays granted.
  ///
  /// @param before what [#built] was then
  public void back(long before) {
    built = before;
  }

  /// Everything is garbage, and what was asked for has been given back.
  ///
  /// @return whether anything had been asked for
  public boolean reset() {
    boolean asked = granted > free;
    built = 0;
    granted = free;
    return asked;
  }

  /// The size of a string of so many bytes.
  public static long string(long bytes) {
    return STRING + array(bytes);
  }

  /// The size of an array of so many bytes.
  public static long array(long bytes) {
    return aligned(ARRAY + bytes);
  }

  static long aligned(long bytes) {
    return (bytes + ALIGNMENT - 1) & -ALIGNMENT;
  }
}
