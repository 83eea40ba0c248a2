package dev.sluice.batches;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The files of a log in memory, which fail and are torn as a disk does.
final class MemoryLogs implements LogFiles {
  private final Map<Long, Content> files = new TreeMap<>();

  /// How many bytes the disk still takes.
  long room = Long.MAX_VALUE;

  /// Whether the next force fails.
  boolean failsForce;

  /// Why no file can be opened; null where all can.
  @Nullable IOException unopened;

  /// Why no force succeeds; null where it does.
  @Nullable IOException away;

  /// Whether what a failed force leaves is known, as with a bucket.
  boolean keepsUnforced;

  /// Whether the disk finds that it has no room only when it is to force.
  boolean isFullAtForce;

  /// Whether nothing can be cut.
  boolean failsCut;

  /// What is there of a file.
  private static final class Content {
    private byte[] bytes = new byte[0];
    private int forced;

    /// From where on a failed force has lost what was there, which the system takes for written.
    private int lost = Integer.MAX_VALUE;

    private void force() {
      forced = Math.min(bytes.length, lost);
    }
  }

  @Override
  public List<Long> epochs() {
    return List.copyOf(files.keySet());
  }

  @Override
  public LogFile open(long epoch) throws IOException {
    if (unopened != null) {
      throw unopened;
    }
    return new Opened(files.computeIfAbsent(epoch, _ -> new Content()));
  }

  @Override
  public void remove() {
    files.clear();
  }

  byte[] bytes(long epoch) {
    return content(epoch).bytes;
  }

  void put(long epoch, byte[] bytes) {
    files.computeIfAbsent(epoch, _ -> new Content()).bytes = bytes;
  }

  private Content content(long epoch) {
    Content content = files.get(epoch);
    if (content == null) {
      throw new AssertionError("no file of epoch " + epoch);
    }
    return content;
  }

  /// Loses some of what was not forced, and writes some of the last of it wrongly.
  void crash(RandomGenerator random) {
    for (Content content : files.values()) {
      int kept = random.nextInt(content.forced, content.bytes.length + 1);
      content.bytes = Arrays.copyOf(content.bytes, kept);
      if (kept > content.forced && random.nextBoolean()) {
        content.bytes[random.nextInt(content.forced, kept)] ^= (byte) (1 + random.nextInt(255));
      }
      content.forced = content.bytes.length;
    }
  }

  private final class Opened implements LogFile {
    private final Content content;

    Opened(Content content) {
      this.content = content;
    }

    @Override
    public long size() {
      return content.bytes.length;
    }

    @Override
    public int read(long offset, ByteBuffer into) {
      int read = (int) Math.min(into.remaining(), content.bytes.length - offset);
      if (read <= 0) {
        return -1;
      }
      ByteBuffer _ = into.put(content.bytes, (int) offset, read);
      return read;
    }

    @Override
    public void append(ByteBuffer bytes) throws IOException {
      int written = (int) Math.min(bytes.remaining(), room);
      int at = content.bytes.length;
      content.bytes = Arrays.copyOf(content.bytes, at + written);
      boolean full = written < bytes.remaining();
      ByteBuffer _ = bytes.get(content.bytes, at, written);
      room -= written;
      if (full) {
        throw new IOException("No space left on device");
      }
    }

    @Override
    public void cut(long size) throws IOException {
      if (failsCut) {
        throw new IOException("Input/output error");
      }
      room += content.bytes.length - size;
      content.bytes = Arrays.copyOf(content.bytes, (int) size);
      content.forced = Math.min(content.forced, (int) size);
      content.lost = content.lost >= size ? Integer.MAX_VALUE : content.lost;
    }

    @Override
    public void force() throws IOException {
      if (away != null) {
        throw away;
      }
      if (failsForce) {
        throw new IOException("Input/output error");
      }
      if (isFullAtForce) {
        content.lost = Math.min(content.lost, content.forced);
        throw new IOException("Disk quota exceeded");
      }
      content.force();
    }

    @Override
    public boolean keepsUnforced() {
      return keepsUnforced;
    }

    @Override
    public void close() {}
  }
}
