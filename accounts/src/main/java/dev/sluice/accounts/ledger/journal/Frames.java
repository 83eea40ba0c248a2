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
/// The check begins with a random salt of the file, so that a client that can guess positions
/// cannot make a text that is taken for a frame.
final class Frames {
  static final int HEAD = 8;

  private static final ValueLayout.OfLong LONG =
      ValueLayout.JAVA_LONG.withOrder(ByteOrder.LITTLE_ENDIAN);
  private static final VarHandle LONGS = LONG.varHandle();
  private static final int HALF = 32;
  private static final int ROUND = 7;

  private Frames() {}

  /// The room that a payload takes.
  static long size(int payload) {
    return HEAD + (payload + ROUND & ~(long) ROUND);
  }

  static void write(MemorySegment memory, long salt, long position, byte[] payload) {
    MemorySegment.copy(payload, 0, memory, ValueLayout.JAVA_BYTE, position + HEAD, payload.length);
    long head = (long) check(salt, position, payload) << HALF | payload.length;
    LONGS.setRelease(memory, position, head);
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
