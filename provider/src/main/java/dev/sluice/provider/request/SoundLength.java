package dev.sluice.provider.request;

import static java.nio.charset.StandardCharsets.US_ASCII;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/// How long a sound is: that of a WAV file (RIFF) by its head, which says how fast it is played.
/// Any other file is likely to be no longer than speech is that is pressed hard, and is at most as
/// long as the slowest coders make it. Confined to one thread.
final class SoundLength {
  /// The bytes of the head of a WAV file of plain samples.
  private static final int HEAD = 44;

  /// The bytes of a second of sound at 32 kbit/s.
  private static final long SPEECH = 4_000;

  /// The bytes of a second at 6 kbit/s, which is the least that Opus goes to (RFC 6716).
  private static final long LEAST = 750;

  /// The most that a head may say of samples: more is no sound, but a way to make one look short.
  private static final long SAMPLES_MAX = 192_000;

  private static final int FRAME_MAX = 32;

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

  /// How many seconds the sound is likely to have, rounded upward.
  long seconds() {
    return seconds(SPEECH);
  }

  /// How many seconds the sound has at most, rounded upward.
  long most() {
    return seconds(LEAST);
  }

  private long seconds(long unless) {
    long rate = size < HEAD ? 0 : byteRate();
    return Math.ceilDiv(size, rate > 0 ? rate : unless);
  }

  /// The bytes of a second, where the head says so without contradiction.
  private long byteRate() {
    boolean wav =
        Arrays.equals(head, 0, RIFF.length, RIFF, 0, RIFF.length)
            && Arrays.equals(head, FORMAT_AT, FORMAT_AT + FORMAT.length, FORMAT, 0, FORMAT.length);
    ByteBuffer in = ByteBuffer.wrap(head).order(ByteOrder.LITTLE_ENDIAN);
    long rate = Integer.toUnsignedLong(in.getInt(BYTE_RATE));
    long frames = Integer.toUnsignedLong(in.getInt(SAMPLE_RATE));
    int frame = in.getShort(FRAME_BYTES);
    boolean possible = frames <= SAMPLES_MAX && frame > 0 && frame <= FRAME_MAX;
    boolean plain = in.getShort(CODING) == 1 && rate == frames * frame;
    return wav && possible && plain ? rate : 0;
  }
}
