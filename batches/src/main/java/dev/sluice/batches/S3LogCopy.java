package dev.sluice.batches;

import dev.sluice.batches.LogFiles.LogFile;
import dev.sluice.batches.s3.ObjectInfo;
import dev.sluice.batches.s3.ObjectStream;
import dev.sluice.batches.s3.S3Bucket;
import dev.sluice.batches.s3.S3Exception;
import dev.sluice.call.runtime.Rollback;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/// A copy of the files of a log in S3 that are not written any more: all of them one behind the
/// other in one file of the disk, which is gone when it is closed.
final class S3LogCopy {
  private static final int AT_ONCE = 16;
  private static final int PIECE = 64 << 10;

  private final S3Bucket bucket;
  private final FileChannel copy;
  private final Map<Long, Part> parts = new HashMap<>();

  /// Where one file is in the copy.
  private record Part(long from, long size) {}

  /// An object, and where its bytes go.
  private record Placed(ObjectInfo object, long at) {}

  private S3LogCopy(S3Bucket bucket, FileChannel copy) {
    this.bucket = bucket;
    this.copy = copy;
  }

  /// Fetches files.
  ///
  /// @param folder where the copy lies
  /// @param files the objects of each, in their order
  static S3LogCopy of(S3Bucket bucket, Path folder, SortedMap<Long, List<ObjectInfo>> files)
      throws IOException {
    Path path = Files.createTempFile(folder, "log", S3Logs.COPY);
    var copy =
        new S3LogCopy(
            bucket,
            FileChannel.open(
                path,
                StandardOpenOption.READ,
                StandardOpenOption.WRITE,
                StandardOpenOption.DELETE_ON_CLOSE));
    try (var rollback = Rollback.of(copy.copy::close)) {
      copy.fetch(files);
      return rollback.keep(copy);
    }
  }

  private void fetch(SortedMap<Long, List<ObjectInfo>> files) throws IOException {
    List<Placed> all = new ArrayList<>();
    long at = 0;
    for (Map.Entry<Long, List<ObjectInfo>> file : files.entrySet()) {
      long from = at;
      for (ObjectInfo one : file.getValue()) {
        all.add(new Placed(one, at));
        at += one.bytes();
      }
      parts.put(file.getKey(), new Part(from, at - from));
    }
    beside(all, this::fetch);
  }

  private void fetch(Placed one) throws IOException {
    var fetch = new Fetch(one);
    int fruitless = 0;
    while (!fetch.isDone()) {
      long before = fetch.done;
      IOException cut = fetch.goOn();
      fruitless = fetch.done > before ? 0 : fruitless + 1;
      if (fruitless == S3Bucket.USUAL_TRIES) {
        throw new IOException("S3 sends no bytes of a log", cut);
      }
    }
  }

  /// The fetch of one object.
  private final class Fetch {
    private final Placed one;
    private final ByteBuffer bytes = ByteBuffer.allocate(PIECE);
    private long done;

    Fetch(Placed one) {
      this.one = one;
    }

    boolean isDone() {
      return done >= one.object.bytes();
    }

    /// Fetches what is missing, until that breaks off.
    ///
    /// @return why it has broken off; null where it has not
    @Nullable IOException goOn() throws IOException {
      long rest = one.object.bytes() - done;
      try (ObjectStream from = bucket.open(one.object.name(), done, rest)) {
        while (!isDone() && from.read(room()) > 0) {
          bytes.flip();
          done += write(bytes, one.at + done);
        }
        return null;
      } catch (S3Exception | InterruptedIOException told) {
        throw told;
      } catch (IOException cut) {
        return cut;
      }
    }

    private ByteBuffer room() {
      return bytes.clear().limit((int) Math.min(PIECE, one.object.bytes() - done));
    }
  }

  private long write(ByteBuffer bytes, long at) throws IOException {
    long done = 0;
    while (bytes.hasRemaining()) {
      done += copy.write(bytes, at + done);
    }
    return done;
  }

  /// Work with one of several.
  @FunctionalInterface
  interface Work<T> {
    void with(T one) throws IOException;
  }

  /// Does work with all of some, several at a time.
  static <T> void beside(List<T> some, Work<T> work) throws IOException {
    ExecutorService threads = Executors.newFixedThreadPool(AT_ONCE, Thread.ofVirtual().factory());
    try {
      List<Future<Boolean>> all =
          some.stream().map(one -> threads.submit(() -> done(one, work))).toList();
      for (Future<Boolean> one : all) {
        boolean _ = one.get();
      }
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException why
          ? why
          : new IOException("a log in S3 could not be used", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("the gateway ends");
    } finally {
      List<Runnable> _ = threads.shutdownNow();
    }
  }

  private static <T> boolean done(T one, Work<T> work) throws IOException {
    work.with(one);
    return true;
  }

  /// One of the files. They are closed together.
  LogFile file(long number) {
    return new Copied(copy, parts.getOrDefault(number, new Part(0, 0)));
  }

  private record Copied(FileChannel copy, Part part) implements LogFile {
    @Override
    public long size() {
      return part.size;
    }

    @Override
    public int read(long offset, ByteBuffer into) throws IOException {
      if (offset >= part.size) {
        return -1;
      }
      int most = (int) Math.min(into.remaining(), part.size - offset);
      int count = copy.read(into.slice(into.position(), most), part.from + offset);
      if (count > 0) {
        into.position(into.position() + count);
      }
      return count;
    }

    @Override
    public void append(ByteBuffer bytes) throws IOException {
      throw unchanging();
    }

    @Override
    public void cut(long size) throws IOException {
      throw unchanging();
    }

    @Override
    public void force() throws IOException {
      throw unchanging();
    }

    private static IOException unchanging() {
      return new IOException("a file of a log in S3 is written once");
    }

    @Override
    public void close() throws IOException {
      copy.close();
    }
  }
}
