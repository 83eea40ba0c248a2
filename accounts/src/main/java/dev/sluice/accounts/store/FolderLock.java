package dev.sluice.accounts.store;

import dev.sluice.call.runtime.Rollback;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The hold of a process on a folder, such as that of a SQLite store, by a lock of the file `lock`
/// in it: of one process alone, or of all that share the folder. It ends with the process at the
/// latest.
public final class FolderLock implements AutoCloseable {
  private static final String FILE = "lock";
  private static final int TRIES = 50;
  private static final Duration BETWEEN_TRIES = Duration.ofMillis(20);

  /// The folders that this process shares with others. A process has one lock of a file, whichever
  /// part of it has asked, and loses it with the first channel of the file that it closes.
  private static final Map<Path, Shared> SHARED = new HashMap<>();

  private final Runnable end;

  private FolderLock(Runnable end) {
    this.end = end;
  }

  /// @param channel has the lock; null where the folder's filesystem has no locks
  /// @param holds how many there are in this process
  private record Shared(@Nullable FileChannel channel, int holds) {}

  /// Takes hold of a folder; empty where another process has it.
  ///
  /// @throws IOException if there is no such folder, or it may not be written
  public static Optional<FolderLock> hold(Path folder) throws IOException {
    synchronized (SHARED) {
      if (SHARED.containsKey(folder.toRealPath())) {
        return Optional.empty();
      }
    }
    FileChannel channel = open(folder);
    try (var rollback = Rollback.of(channel::close)) {
      if (tryLock(channel, false) == null) {
        return Optional.empty();
      }
      name(channel);
      return rollback.keep(Optional.of(new FolderLock(() -> close(channel))));
    }
  }

  /// Takes part in holding a folder, together with other processes that do so; empty where one has
  /// it alone. A filesystem without locks cannot tell: there no process has it alone either.
  ///
  /// @throws IOException if there is no such folder, or it may not be written
  public static Optional<FolderLock> share(Path folder) throws IOException {
    Path real = folder.toRealPath();
    synchronized (SHARED) {
      Shared known = SHARED.get(real);
      Optional<Shared> next =
          known == null
              ? locked(folder)
              : Optional.of(new Shared(known.channel(), known.holds() + 1));
      next.ifPresent(shared -> SHARED.put(real, shared));
      return next.map(_ -> new FolderLock(() -> leave(real)));
    }
  }

  private static Optional<Shared> locked(Path folder) throws IOException {
    FileChannel channel = open(folder);
    FileLock lock;
    try {
      lock = tryLock(channel, true);
    } catch (IOException without) {
      close(channel);
      return Optional.of(new Shared(null, 1));
    }
    if (lock == null) {
      close(channel);
      return Optional.empty();
    }
    try {
      name(channel);
    } catch (IOException full) {
      // The number is for a message alone.
    }
    return Optional.of(new Shared(channel, 1));
  }

  private static void leave(Path real) {
    synchronized (SHARED) {
      Shared known = SHARED.get(real);
      if (known != null && known.holds() > 1) {
        SHARED.put(real, new Shared(known.channel(), known.holds() - 1));
      } else if (known != null) {
        SHARED.remove(real);
        close(known.channel());
      }
    }
  }

  private static FileChannel open(Path folder) throws IOException {
    return FileChannel.open(
        folder.resolve(FILE),
        StandardOpenOption.CREATE,
        StandardOpenOption.READ,
        StandardOpenOption.WRITE);
  }

  private static @Nullable FileLock tryLock(FileChannel channel, boolean shared)
      throws IOException {
    try {
      return channel.tryLock(0, Long.MAX_VALUE, shared);
    } catch (OverlappingFileLockException held) {
      return null;
    }
  }

  /// Writes which process has the lock, or has it besides others.
  private static void name(FileChannel channel) throws IOException {
    byte[] pid = (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII);
    channel.write(ByteBuffer.wrap(pid), 0);
    channel.truncate(pid.length);
  }

  /// The process that has or had a folder, in words. A process that has just taken the lock has not
  /// written its number yet: until the file names a process that lives, it is read again for a
  /// second at most.
  public static String holder(Path folder) throws IOException {
    String pid = pid(folder);
    for (int tries = 0; tries < TRIES && !isAlive(pid); tries++) {
      LockSupport.parkNanos(BETWEEN_TRIES.toNanos());
      pid = pid(folder);
    }
    return "process " + pid;
  }

  /// The first line alone: a shorter number is written over a longer one before the rest is cut.
  private static String pid(Path folder) throws IOException {
    return Files.readString(folder.resolve(FILE)).lines().findFirst().orElse("unknown");
  }

  private static boolean isAlive(String pid) {
    try {
      return ProcessHandle.of(Long.parseLong(pid)).isPresent();
    } catch (NumberFormatException unknown) {
      return false;
    }
  }

  @Override
  public void close() {
    end.run();
  }

  private static void close(@Nullable FileChannel channel) {
    try {
      if (channel != null) {
        channel.close();
      }
    } catch (IOException e) {
      // The lock ends with the process.
    }
  }
}
