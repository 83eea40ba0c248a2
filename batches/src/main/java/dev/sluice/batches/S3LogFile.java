package dev.sluice.batches;

import dev.sluice.batches.LogFiles.SyncInterval;
import dev.sluice.batches.s3.S3Body;
import dev.sluice.batches.s3.S3Bucket;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;

/// The file of a log in S3 that is written, with a copy on the disk, which is read. What is forced
/// is put as one object more, whose name and bytes are the same however often that is tried. What
/// was not forced is lost with the process, as that in the memory of a disk is.
///
/// Each force is one request, and makes one object that the next owner has to fetch: so a file that
/// has many is forced less often, from each second to each ten seconds.
final class S3LogFile extends LogChannel {
  private static final long FIRST_PACE = Duration.ofSeconds(1).toNanos();
  private static final long LONGEST_PACE = Duration.ofSeconds(10).toNanos();
  private static final long PACE_BY_OBJECT = Duration.ofMillis(2).toNanos();
  private static final int RESULTS = 1_024;

  /// The longest object. A record may be divided.
  private static final int LONGEST = 8 << 20;

  /// A force that fails is repeated anyway.
  private static final int TRIES = 2;

  private final S3Bucket bucket;
  private final String under;
  private int objects;
  private long forced;

  /// How far the object goes that is being put, whatever has become of that.
  private long begun;

  /// Begins a file.
  ///
  /// @param under what the names of its objects begin with
  /// @param copies the folder of its copy
  S3LogFile(S3Bucket bucket, String under, Path copies) throws IOException {
    super(
        FileChannel.open(
            Files.createTempFile(copies, "log", S3Logs.COPY),
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE));
    this.bucket = bucket;
    this.under = under;
  }

  @Override
  public void cut(long size) throws IOException {
    if (size < begun) {
      throw new IOException("what was put to S3 cannot be cut");
    }
    super.cut(size);
  }

  @Override
  public void force() throws IOException {
    while (forced < size()) {
      if (begun == forced) {
        begun = Math.min(size(), forced + LONGEST);
      }
      bucket.put(under + "%09d".formatted(objects), S3Body.of(bytes()), TRIES);
      objects++;
      forced = begun;
    }
  }

  private byte[] bytes() throws IOException {
    ByteBuffer bytes = ByteBuffer.allocate((int) (begun - forced));
    while (bytes.hasRemaining() && read(forced + bytes.position(), bytes) >= 0) {}
    return bytes.array();
  }

  @Override
  public boolean keepsUnforced() {
    return true;
  }

  @Override
  public SyncInterval syncInterval() {
    return new SyncInterval(
        Math.clamp(objects * PACE_BY_OBJECT, FIRST_PACE, LONGEST_PACE), RESULTS);
  }
}
