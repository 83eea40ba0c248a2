package dev.sluice.accounts.ledger.journal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// The folder of a journal, which one process holds.
final class JournalFolder implements AutoCloseable {
  private static final String LOCK = "lock";
  private static final String SUFFIX = ".journal";
  private static final String HALF = SUFFIX + MappedFile.NEW;
  private static final String OPEN_CALLS = "open.calls";
  private static final Pattern NUMBERED = Pattern.compile("(\\d{1,18})" + SUFFIX);
  private static final String NAME = "%018d" + SUFFIX;

  private final Path folder;
  private final FileChannel lock;
  private final RandomGenerator random;

  private JournalFolder(Path folder, FileChannel lock, RandomGenerator random) {
    this.folder = folder;
    this.lock = lock;
    this.random = random;
  }

  /// Takes hold of a folder, which is made where it is missing.
  ///
  /// @throws JournalException if another process has it, or it may not be written
  static JournalFolder hold(Path folder, RandomGenerator random) throws JournalException {
    try {
      Files.createDirectories(folder);
      return new JournalFolder(folder, lock(folder), random);
    } catch (IOException e) {
      throw JournalException.of(folder, e);
    }
  }

  private static FileChannel lock(Path folder) throws IOException, JournalException {
    Path file = folder.resolve(LOCK);
    FileChannel channel =
        FileChannel.open(
            file, StandardOpenOption.CREATE, StandardOpenOption.READ, StandardOpenOption.WRITE);
    if (tryLock(channel) == null) {
      channel.close();
      throw new JournalException(
          folder,
          "is held by process %s: end that one, or give this one a `store.path` of its own"
              .formatted(Files.readString(file).strip()));
    }
    byte[] pid = (ProcessHandle.current().pid() + "\n").getBytes(StandardCharsets.US_ASCII);
    channel.truncate(0).write(ByteBuffer.wrap(pid));
    return channel;
  }

  private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException held) {
      return null;
    }
  }

  Path path() {
    return folder;
  }

  /// The segments that earlier processes have left, the oldest first.
  ///
  /// @param damaged takes the files whose head was damaged
  /// @throws JournalException if a newer version has written one
  List<MappedFile> segments(List<Path> damaged) throws JournalException {
    var found = new ArrayList<MappedFile>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(SUFFIX)).sorted().toList()) {
        MappedFile.open(file, false).ifPresentOrElse(found::add, () -> damaged.add(file));
      }
      return found;
    } catch (IOException e) {
      throw JournalException.of(folder, e);
    }
  }

  /// Removes what a crash has left of a segment that was being made.
  void clean() throws JournalException {
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(f -> f.toString().endsWith(HALF)).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException e) {
      throw JournalException.of(folder, e);
    }
  }

  /// The highest number of a segment that is there, whatever it holds; 0 where there is none.
  long last() throws JournalException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> NUMBERED.matcher(file.getFileName().toString()))
          .filter(Matcher::matches)
          .mapToLong(name -> Long.parseLong(name.group(1)))
          .max()
          .orElse(0);
    } catch (IOException e) {
      throw JournalException.of(folder, e);
    }
  }

  /// Makes a segment.
  MappedFile segment(long number, UUID node, long size) throws JournalException {
    return create(folder.resolve(NAME.formatted(number)), number, node, size);
  }

  /// The file of open calls, which is made where it is missing or its head was damaged.
  MappedFile openCalls(UUID node, long size) throws JournalException {
    Path file = folder.resolve(OPEN_CALLS);
    try {
      if (Files.exists(file) && Files.size(file) == size) {
        var found = MappedFile.open(file, true);
        if (found.isPresent()) {
          return found.get();
        }
      }
      return create(file, 0, node, size);
    } catch (IOException e) {
      throw JournalException.of(folder, e);
    }
  }

  private MappedFile create(Path file, long number, UUID node, long size) throws JournalException {
    try {
      return MappedFile.create(file, new FileHead(number, random.nextLong(), node), size);
    } catch (IOException e) {
      throw JournalException.of(folder, e);
    }
  }

  /// Removes a file whose content is in the store.
  void delete(MappedFile segment) throws JournalException {
    try {
      Files.deleteIfExists(segment.file());
    } catch (IOException e) {
      throw JournalException.of(folder, e);
    }
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      // The lock ends with the process.
    }
  }
}
