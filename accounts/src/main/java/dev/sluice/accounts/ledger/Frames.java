package dev.sluice.accounts.ledger;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// Frames in mapped memory: a payload whose head, the length and a check, is written last and in
/// one piece. Positions are multiples of 8.
///
/// A head changes once, from 0: its writer makes the frame whole, or its reader, which has waited
/// long enough, makes sure that no frame begins here any more. Whichever comes second learns of it.
///
/// The check begins with a random salt of the file, so that a client that can guess positions
/// cannot make a text that is taken for a frame.
///
/// Each method throws an [InternalError] if the system does not give a page, before it returns: see
/// [#meetFault].
final class Frames {
  static final int HEAD = 8;

  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONGS = LONG.varHandle();

  /// Writes the numbers that a check begins with.
  private static final VarHandle BIG_ENDIAN =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);

  private static final int HALF = 32;

  /// Stands where a head was passed over: a length that no file has.
  private static final long PASSED = -1;

  private static final int ROUND = 7;

  /// A field that may change, so that the compiler does not unroll the loop that reads it.
  @SuppressWarnings({"FieldCanBeFinal", "NonFinalStaticField"})
  private static volatile int turns = 2;

  private Frames() {}

  /// How many bytes a payload takes with its head.
  static long size(int payload) {
    return HEAD + (payload + ROUND & ~(long) ROUND);
  }

  /// Writes a frame where no other thread reads or writes.
  static void write(MemorySegment memory, long salt, long position, byte[] payload, int length) {
    copy(memory, position, payload, length);
    LONGS.setRelease(memory, position, head(salt, position, payload, length));
    meetFault();
  }

  /// Writes a frame; false where its place was passed over, and there is none.
  static boolean publish(MemorySegment memory, long salt, long position, byte[] payload) {
    copy(memory, position, payload, payload.length);
    return take(memory, position, head(salt, position, payload, payload.length));
  }

  private static void copy(MemorySegment memory, long position, byte[] payload, int length) {
    MemorySegment.copy(payload, 0, memory, ValueLayout.JAVA_BYTE, position + HEAD, length);
  }

  private static long head(long salt, long position, byte[] payload, int length) {
    return (long) check(salt, position, payload, length) << HALF | length;
  }

  /// Sees to it that no frame begins here any more; false where something is written.
  static boolean pass(MemorySegment memory, long position) {
    return take(memory, position, PASSED);
  }

  /// Reads the word first: a page that the system does not give makes a read throw, but a
  /// compare-and-set that is not compiled yet ends the process.
  private static boolean take(MemorySegment memory, long position, long word) {
    if (!isEmpty(memory, position)) {
      return false;
    }
    boolean taken = LONGS.compareAndSet(memory, position, 0L, word);
    meetFault();
    return taken;
  }

  /// Clears a frame, so that it can never be read.
  static void clear(MemorySegment memory, long position) {
    LONGS.setRelease(memory, position, 0L);
    meetFault();
  }

  /// The first position from one on where something is written, or `end` where there is none.
  ///
  /// @param end where a head would no longer be looked for
  static long written(MemorySegment memory, long from, long end) {
    long at = from;
    while (at < end && (long) LONGS.getAcquire(memory, at) == 0) {
      at += HEAD;
    }
    meetFault();
    return Math.min(at, end);
  }

  /// Whether nothing is written at a position, or not all of it.
  static boolean isEmpty(MemorySegment memory, long position) {
    return word(memory, position) == 0;
  }

  private static long word(MemorySegment memory, long position) {
    long word = (long) LONGS.getAcquire(memory, position);
    meetFault();
    return word;
  }

  /// The payload of the frame here; null where there is none whose check fits.
  static byte @Nullable [] read(MemorySegment memory, long salt, long position) {
    byte[] payload = new byte[length(memory, position)];
    return read(memory, salt, position, payload, payload.length) ? payload : null;
  }

  /// The length of the payload here, as its head says it; 0 where there is none, or it would not
  /// fit in here.
  static int length(MemorySegment memory, long position) {
    long length = word(memory, position) & 0xffff_ffffL;
    return length > memory.byteSize() - position - HEAD ? 0 : (int) length;
  }

  /// Copies the payload here.
  ///
  /// @param length as [#length] has said it
  /// @return whether there is a frame: its length is not 0, and its check fits
  static boolean read(MemorySegment memory, long salt, long position, byte[] into, int length) {
    if (length == 0) {
      return false;
    }
    MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, position + HEAD, into, 0, length);
    long head = word(memory, position);
    return (int) (head >>> HALF) == check(salt, position, into, length);
  }

  /// Lets the JVM throw here what it owes this thread. An access to a page that the system does not
  /// give goes on with the next instruction, and its error comes where the thread looks next
  /// whether it is to stop: in compiled code that may be the end of some method far outside, where
  /// nobody can tell what has failed. Each turn of a loop whose end is not known looks.
  private static void meetFault() {
    int turn = 0;
    while (turn < turns) {
      turn++;
    }
  }

  private static int check(long salt, long position, byte[] payload, int length) {
    byte[] place = new byte[Long.BYTES * 2];
    BIG_ENDIAN.set(place, 0, salt);
    BIG_ENDIAN.set(place, Long.BYTES, position);
    var crc = new CRC32C();
    crc.update(place, 0, place.length);
    crc.update(payload, 0, length);
    return (int) crc.getValue();
  }
}
