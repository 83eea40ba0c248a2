package dev.sluice.batches.file;

import dev.sluice.batches.s3.ObjectStream;
import dev.sluice.batches.s3.S3Bucket;
import dev.sluice.batches.s3.S3Exception;
import dev.sluice.batches.s3.S3Exception.Fault;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// A content that is read from S3 by ranges. The first range at a place is short; one that was read
/// to its end is followed by one of four times its length, so that the whole takes few requests,
/// and a look here and there wastes little. No more than a buffer of the client waits for a reader.
/// A range that breaks off is opened again where it did.
///
/// For one thread at a time.
final class S3Source implements Contents.Source {
  private static final long FIRST = 128L << 10;
  private static final long LONGEST = 32L << 20;

  private final S3Bucket bucket;
  private final String name;
  private @Nullable ObjectStream stream;
  private long position;
  private long rangeEnd;
  private long length;
  private long total = Long.MAX_VALUE;

  S3Source(S3Bucket bucket, String name) {
    this.bucket = bucket;
    this.name = name;
  }

  /// Opens the first range, so that a content that is not there is found missing.
  void begin() throws IOException {
    open(0, FIRST);
  }

  private void open(long at, long bytes) throws IOException {
    close();
    position = at;
    length = bytes;
    try {
      ObjectStream opened = bucket.open(name, at, bytes);
      stream = opened;
      total = opened.total();
      rangeEnd = Math.min(total, at + bytes);
    } catch (S3Exception why) {
      if (why.fault() != Fault.RANGE) {
        throw why;
      }
      total = Math.min(total, at);
    }
  }

  @Override
  public int read(ByteBuffer into, long at) throws IOException {
    IOException last = null;
    for (int tries = 0; tries < S3Bucket.USUAL_TRIES; tries++) {
      if (at >= total) {
        return -1;
      }
      try {
        int count = tryRead(into, at);
        if (count > 0) {
          return count;
        }
      } catch (InterruptedIOException stop) {
        throw stop;
      } catch (S3Exception why) {
        throw why;
      } catch (IOException cut) {
        last = cut;
        close();
      }
    }
    throw last == null ? new IOException("S3 sends no bytes of a content") : last;
  }

  /// Reads the end of a range that was read whole, so that its connection can be used again.
  private void end() throws IOException {
    ObjectStream from = stream;
    if (from != null && from.read(ByteBuffer.allocate(1)) >= 0) {
      throw new IOException("S3 has sent more of a content than it said");
    }
  }

  /// Reads what comes next, from another range where this one does not have it.
  ///
  /// @return how many bytes, maybe none
  private int tryRead(ByteBuffer into, long at) throws IOException {
    boolean goesOn = at == position && at == rangeEnd && at > 0;
    if (goesOn) {
      end();
      open(at, Math.min(LONGEST, 4 * length));
    } else if (stream == null || at != position) {
      open(at, FIRST);
    }
    ObjectStream from = stream;
    if (from == null) {
      return 0;
    }
    int most = (int) Math.min(into.remaining(), rangeEnd - position);
    ByteBuffer some = into.slice(into.position(), most);
    int count = from.read(some);
    if (count < 0) {
      throw new IOException("S3 has sent less of a content than it said");
    }
    into.position(into.position() + count);
    position += count;
    return count;
  }

  @Override
  public void close() {
    ObjectStream open = stream;
    stream = null;
    if (open != null) {
      open.close();
    }
  }
}
