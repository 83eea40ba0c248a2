package dev.sluice.batches.file;

import dev.sluice.accounts.Accounts;
import dev.sluice.call.runtime.Clock;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.SecureRandom;

/// Files on a disk that has room for small contents alone, while a test says so. Safe for any
/// thread.
public final class SmallDisk {
  private volatile long most = Long.MAX_VALUE;

  /// Sets how many bytes a content may have.
  public void most(long bytes) {
    most = bytes;
  }

  /// Opens the files of a folder on this disk.
  public FileStore open(FilesConfig config, Accounts accounts) throws IOException {
    Contents contents = new Small(FolderContents.in(config.folder(), config.shared()));
    return new FileStore(config, contents, accounts, Clock.SYSTEM, new SecureRandom());
  }

  private final class Small implements Contents {
    private final Contents to;

    Small(Contents to) {
      this.to = to;
    }

    @Override
    public Sink begin(String name) throws IOException {
      return new SmallSink(to.begin(name));
    }

    @Override
    public Source open(String name) throws IOException {
      return to.open(name);
    }

    @Override
    public void delete(String name) throws IOException {
      to.delete(name);
    }

    @Override
    public void list(Found found) throws IOException, InterruptedException {
      to.list(found);
    }

    @Override
    public void drop(Leftover left) throws IOException, InterruptedException {
      to.drop(left);
    }

    @Override
    public void close() {
      to.close();
    }
  }

  private final class SmallSink implements Contents.Sink {
    private final Contents.Sink to;
    private long written;

    SmallSink(Contents.Sink to) {
      this.to = to;
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
      written += bytes.remaining();
      if (written > most) {
        throw new IOException("No space left on device");
      }
      to.write(bytes);
    }

    @Override
    public void commit() throws IOException {
      to.commit();
    }

    @Override
    public void close() {
      to.close();
    }
  }
}
