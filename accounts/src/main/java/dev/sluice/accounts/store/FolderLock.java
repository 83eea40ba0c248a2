package dev.sluice.accounts.store;

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
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The hold of a process on the folder of a SQLite store, by a lock of the file `lock` in it. It
/// ends with the process at the latest.
public final class FolderLock implements AutoCloseable {
  private static final String FILE = "lock";
  private static final int TRIES = 50;
  private static final Duration BETWEEN_TRIES = Duration.ofMillis(20);

  private final FileChannel channel;

  private FolderLock(FileChannel channel) {
    this.channel = channel;
  }

  /// Takes hold of a folder; empty where another process has it.
  ///
  /// @throws IOException if there is no such folder, or it may not be written
  public static Optional<FolderLock> hold(Path folder) throws IOException {
    FileChannel channel =
        FileChannel.open(
            folder.resolve(FILE),
            StandardOpenOption.CREATE,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    boolean held = false;
    try {
      if (tryLock(channel) == null) {
        return Optional.empty();
      }
      byte[] pid = (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII);
      channel.write(ByteBuffer.wrap(pid), 0);
      channel.truncate(pid.length);
      held = true;
      return Optional.of(new FolderLock(channel));
    } finally {
      if (!held) {
        channel.close();
      }
    }
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException held) {
      return null;
    }
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
    try {
      channel.close();
    } catch (IOException e) {
      // The lock ends with the process.
    }
  }
}
