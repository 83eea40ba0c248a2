package dev.sluice.batches.file;

import dev.sluice.accounts.store.FolderLock;
import dev.sluice.accounts.store.OwnerFolder;
import dev.sluice.call.runtime.Rollback;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/// Contents as files of a folder that its owner alone may read. A content is written under a name
/// of its own, made durable, given its name, and the folder is made durable: after a crash it is
/// whole or not there.
final class FolderContents implements Contents {
  private static final String NEW = ".new";
  private static final int AT_ONCE = 500;

  private final Path folder;
  private final FolderLock lock;

  /// The names of contents that this process is writing.
  private final Set<String> underWay = ConcurrentHashMap.newKeySet();

  private FolderContents(Path folder, FolderLock lock) {
    this.folder = folder;
    this.lock = lock;
  }

  /// Opens a folder, which is made where it is missing.
  ///
  /// @param shared whether other processes use it, too, which share it; else this one holds it
  /// @throws IOException if it may not be written, or another process holds it; the message says so
  static FolderContents in(Path folder, boolean shared) throws IOException {
    OwnerFolder.makeMissing(folder);
    Optional<FolderLock> lock = shared ? FolderLock.share(folder) : FolderLock.hold(folder);
    if (lock.isEmpty()) {
      throw new IOException(
          "is held by %s: end that one, give this one a folder of its own (`files.folder`), or let all of them share it (`files.shared`)"
              .formatted(FolderLock.holder(folder)));
    }
    return new FolderContents(folder, lock.get());
  }

  @Override
  public Sink begin(String name) throws IOException {
    underWay.add(name);
    try (var rollback = Rollback.of(() -> underWay.remove(name))) {
      Path beside = folder.resolve(name + NEW);
      FileChannel channel =
          FileChannel.open(beside, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      return rollback.keep(
          new FolderSink(channel, beside, folder.resolve(name), () -> underWay.remove(name)));
    }
  }

  @Override
  public Source open(String name) throws IOException {
    return new FolderSource(FileChannel.open(folder.resolve(name), StandardOpenOption.READ));
  }

  @Override
  public void delete(String name) throws IOException {
    Files.deleteIfExists(folder.resolve(name));
  }

  @Override
  public void list(Found found) throws IOException, InterruptedException {
    List<Leftover> some = new ArrayList<>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : (Iterable<Path>) files::iterator) {
        add(file, some);
        if (some.size() == AT_ONCE) {
          found.some(some);
          some.clear();
        }
      }
    }
    found.some(some);
  }

  private void add(Path file, List<Leftover> found) throws IOException {
    String name = file.getFileName().toString();
    boolean whole = !name.endsWith(NEW);
    String content = whole ? name : name.substring(0, name.length() - NEW.length());
    try {
      if (whole || !underWay.contains(content)) {
        found.add(new Leftover(content, whole, Files.getLastModifiedTime(file).toMillis()));
      }
    } catch (NoSuchFileException gone) {
      // Another process has ended it meanwhile.
    }
  }

  @Override
  public void drop(Leftover left) throws IOException {
    Files.deleteIfExists(folder.resolve(left.name() + NEW));
  }

  @Override
  public void close() {
    lock.close();
  }

  /// A file that is written beside its name.
  static final class FolderSink implements Sink {
    private final FileChannel channel;
    private final Path beside;
    private final Path file;
    private final Runnable ended;
    private boolean named;

    /// @param ended called when nothing is written any more
    FolderSink(FileChannel channel, Path beside, Path file, Runnable ended) {
      this.channel = channel;
      this.beside = beside;
      this.file = file;
      this.ended = ended;
    }

    @Override
    public void write(ByteBuffer bytes) throws IOException {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    }

    @Override
    public void commit() throws IOException {
      channel.force(true);
      channel.close();
      Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
      named = true;
      try (FileChannel parent = FileChannel.open(file.getParent(), StandardOpenOption.READ)) {
        parent.force(true);
      }
    }

    @Override
    public void close() {
      try {
        channel.close();
      } catch (IOException dropped) {
        // What was written is dropped, or was made durable before.
      } finally {
        drop();
        ended.run();
      }
    }

    private void drop() {
      try {
        if (!named) {
          Files.deleteIfExists(beside);
        }
      } catch (IOException left) {
        // It is removed within two hours.
      }
    }
  }

  private record FolderSource(FileChannel channel) implements Source {
    @Override
    public int read(ByteBuffer into, long at) throws IOException {
      return channel.read(into, at);
    }

    @Override
    public void close() {
      try {
        channel.close();
      } catch (IOException _) {
        // Nothing was written.
      }
    }
  }
}
