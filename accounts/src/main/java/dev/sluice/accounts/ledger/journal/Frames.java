package dev.sluice.accounts.ledger.journal;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.VarHandle;
import java.nio.ByteBuffer;
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
final class Frames {
  static final int HEAD = 8;

  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONGS = LONG.varHandle();
  private static final int HALF = 32;

  /// Stands where a head was passed over: a length that no file has.
  private static final long PASSED = -1;

  private static final int ROUND = 7;

  private Frames() {}

  /// The room that a payload takes.
  static long size(int payload) {
    return HEAD + (payload + ROUND & ~(long) ROUND);
  }

  /// Writes a frame where no other thread reads or writes.
  static void write(MemorySegment memory, long salt, long position, byte[] payload) {
    copy(memory, position, payload);
    LONGS.setRelease(memory, position, head(salt, position, payload));
  }

  /// Writes a frame; false where its place was passed over, and there is none.
  static boolean publish(MemorySegment memory, long salt, long position, byte[] payload) {
    copy(memory, position, payload);
    return LONGS.compareAndSet(memory, position, 0L, head(salt, position, payload));
  }

  private static void copy(MemorySegment memory, long position, byte[] payload) {
    MemorySegment.copy(payload, 0, memory, ValueLayout.JAVA_BYTE, position + HEAD, payload.length);
  }

  private static long head(long salt, long position, byte[] payload) {
    return (long) check(salt, position, payload) << HALF | payload.length;
  }

  /// Sees to it that no frame begins here any more; false where something is written.
  static boolean pass(MemorySegment memory, long position) {
    return LONGS.compareAndSet(memory, position, 0L, PASSED);
  }

  /// Takes a frame away.
  static void clear(MemorySegment memory, long position) {
    LONGS.setRelease(memory, position, 0L);
  }

  /// Whether nothing is written here, or not all of it.
  static boolean isEmpty(MemorySegment memory, long position) {
    return (long) LONGS.getAcquire(memory, position) == 0;
  }

  /// The payload of the frame here; null where there is none whose check fits.
  static byte @Nullable [] read(MemorySegment memory, long salt, long position) {
    long head = (long) LONGS.getAcquire(memory, position);
    long length = head & 0xffff_ffffL;
    if (length == 0 || length > memory.byteSize() - position - HEAD) {
      return null;
    }
    byte[] payload = new byte[(int) length];
    MemorySegment.copy(memory, ValueLayout.JAVA_BYTE, position + HEAD, payload, 0, payload.length);
    return (int) (head >>> HALF) == check(salt, position, payload) ? payload : null;
  }

  private static int check(long salt, long position, byte[] payload) {
    var crc = new CRC32C();
    crc.update(ByteBuffer.allocate(Long.BYTES * 2).putLong(salt).putLong(position).flip());
    crc.update(payload, 0, payload.length);
    return (int) crc.getValue();
  }
}
