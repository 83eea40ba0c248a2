package dev.sluice.batches.file;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.ReadableByteChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is left of a content that is not committed.
class FolderSinkTest {
  @TempDir private Path folder;

  @Test
  void nothing_is_left_where_even_the_close_fails() throws IOException {
    Path beside = Files.writeString(folder.resolve("file-1.new"), "half");
    var ended = new AtomicBoolean();
    var sink =
        new FolderContents.FolderSink(
            new FailingChannel(), beside, folder.resolve("file-1"), () -> ended.set(true));
    sink.close();
    assertThat(beside).doesNotExist();
    assertThat(ended).isTrue();
  }

  /// A channel of which nothing goes well, as of a server of files that is away.
  private static final class FailingChannel extends FileChannel {
    @Override
    protected void implCloseChannel() throws IOException {
      throw Faults.broken();
    }

    @Override
    public int read(ByteBuffer into) throws IOException {
      throw Faults.broken();
    }

    @Override
    public long read(ByteBuffer[] into, int from, int length) throws IOException {
      throw Faults.broken();
    }

    @Override
    public int read(ByteBuffer into, long at) throws IOException {
      throw Faults.broken();
    }

    @Override
    public int write(ByteBuffer bytes) throws IOException {
      throw Faults.broken();
    }

    @Override
    public long write(ByteBuffer[] bytes, int from, int length) throws IOException {
      throw Faults.broken();
    }

    @Override
    public int write(ByteBuffer bytes, long at) throws IOException {
      throw Faults.broken();
    }

    @Override
    public long position() throws IOException {
      throw Faults.broken();
    }

    @Override
    public FileChannel position(long to) throws IOException {
      throw Faults.broken();
    }

    @Override
    public long size() throws IOException {
      throw Faults.broken();
    }

    @Override
    public FileChannel truncate(long to) throws IOException {
      throw Faults.broken();
    }

    @Override
    public void force(boolean all) throws IOException {
      throw Faults.broken();
    }

    @Override
    public long transferTo(long from, long count, WritableByteChannel to) throws IOException {
      throw Faults.broken();
    }

    @Override
    public long transferFrom(ReadableByteChannel from, long at, long count) throws IOException {
      throw Faults.broken();
    }

    @Override
    public MappedByteBuffer map(MapMode mode, long from, long length) throws IOException {
      throw Faults.broken();
    }

    @Override
    public FileLock lock(long from, long length, boolean shared) throws IOException {
      throw Faults.broken();
    }

    @Override
    public FileLock tryLock(long from, long length, boolean shared) throws IOException {
      throw Faults.broken();
    }
  }
}
