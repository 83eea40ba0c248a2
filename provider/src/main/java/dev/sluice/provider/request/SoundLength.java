package dev.sluice.provider.request;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/// How long a sound is: that of a WAV file (RIFF) by its head, which says how fast it is played. Of
/// any other file the sound is thought to be as long as speech is that is pressed hard. Confined to
/// one thread.
final class SoundLength {
  /// The bytes of the head of a WAV file of plain samples.
  private static final int HEAD = 44;

  /// The bytes of a second of sound at 32 kbit/s.
  private static final long SPEECH = 4_000;

  private static final byte[] RIFF = "RIFF".getBytes(US_ASCII);
  private static final byte[] FORMAT = "WAVEfmt ".getBytes(US_ASCII);
  private static final int FORMAT_AT = 8;
  private static final int CODING = 20;
  private static final int SAMPLE_RATE = 24;
  private static final int BYTE_RATE = 28;
  private static final int FRAME_BYTES = 32;

  private final byte[] head = new byte[HEAD];
  private long size;

  /// Takes the next bytes of the file.
  void add(byte[] a, int from, int to) {
    if (size < HEAD) {
      int more = (int) Math.min(HEAD - size, to - from);
      System.arraycopy(a, from, head, (int) size, more);
    }
    size += to - from;
  }

  /// How many seconds the sound has, rounded upward.
  long seconds() {
    long rate = size < HEAD ? 0 : byteRate();
    return Math.ceilDiv(size, rate > 0 ? rate : SPEECH);
  }

  /// The bytes of a second, where the head says so without contradiction.
  private long byteRate() {
    boolean wav =
        Arrays.equals(head, 0, RIFF.length, RIFF, 0, RIFF.length)
            && Arrays.equals(head, FORMAT_AT, FORMAT_AT + FORMAT.length, FORMAT, 0, FORMAT.length);
    ByteBuffer in = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
    long rate = Integer.toUnsignedLong(in.getInt(BYTE_RATE));
    long frames = Integer.toUnsignedLong(in.getInt(SAMPLE_RATE));
    boolean plain = in.getShort(CODING) == 1 && rate == frames * in.getShort(FRAME_BYTES);
    return wav && plain ? rate : 0;
  }
}
