package dev.sluice.accounts.ledger;

import dev.sluice.accounts.store.OwnerFolder;
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
record JournalFolder(Path folder, FileChannel lock, RandomGenerator random)
    implements AutoCloseable {
  private static final String LOCK = "lock";
  private static final String SUFFIX = ".journal";
  private static final String HALF = SUFFIX + MappedFile.NEW;
  private static final String OPEN_CALLS = "open.calls";
  private static final String LOST = "what the store does not have of it is lost";
  private static final Pattern NUMBERED = Pattern.compile("(\\d{1,18})" + SUFFIX);
  private static final String NAME = "%018d" + SUFFIX;

  /// Takes hold of a folder, which is made where it is missing.
  ///
  /// @throws JournalException if another process has it, or it may not be written
  static JournalFolder hold(Path folder, RandomGenerator random) throws JournalException {
    try {
      OwnerFolder.makeMissing(folder);
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

  /// Whether a file is named as segments are.
  static boolean isSegment(Path file) {
    return file.toString().endsWith(SUFFIX);
  }

  /// The segments that earlier processes have left, the oldest first.
  ///
  /// @param damaged takes the files whose head was damaged
  /// @throws JournalException if a newer version has written one
  List<MappedFile> segments(List<Path> damaged) throws JournalException {
    var found = new ArrayList<MappedFile>();
    try (Stream<Path> files = Files.list(folder)) {
      for (Path file : files.filter(JournalFolder::isSegment).sorted().toList()) {
        MappedFile.open(file, false).ifPresentOrElse(found::add, () -> damaged.add(file));
      }
      return found;
    } catch (IOException e) {
      throw JournalException.of(folder, e);
    }
  }

  /// Tells what the files themselves show to be missing of the journal, a sentence each.
  ///
  /// @param found the segments that there are
  /// @param sizes the sizes that the segments had when they were made
  List<String> losses(List<MappedFile> found, Journal.Sizes sizes) throws JournalException {
    List<String> losses = new ArrayList<>();
    found.forEach(file -> addCut(file, sizes.segment(), losses));
    addGaps(numbers(), sizes.count(), losses);
    addOpenCalls(!found.isEmpty(), OpenCalls.size(sizes.slots()), losses);
    return losses;
  }

  /// Tells what is wrong with a file whose head was damaged.
  String damage(Path file) {
    return file.toFile().length() < FileHead.SIZE
        ? "%s was cut and is left alone: %s".formatted(file, LOST)
        : "%s is no part of a journal and is left alone".formatted(file);
  }

  private static void addCut(MappedFile file, long size, List<String> losses) {
    if (file.memory().byteSize() < size) {
      losses.add(
          "%s was cut to %d of %d bytes: %s"
              .formatted(file.file(), file.memory().byteSize(), size, LOST));
    }
  }

  /// Adds a loss for each gap between segments of one process, which follow each other; those of
  /// the next process begin farther away.
  private void addGaps(List<Long> numbers, long most, List<String> losses) {
    for (int i = 1; i < numbers.size(); i++) {
      long before = numbers.get(i - 1);
      long number = numbers.get(i);
      if (number - before > 1 && number - before <= most) {
        losses.add(
            "%s has lost what was between its segments %d and %d: %s"
                .formatted(folder, before, number, LOST));
      }
    }
  }

  private void addOpenCalls(boolean expected, long size, List<String> losses)
      throws JournalException {
    Path file = folder.resolve(OPEN_CALLS);
    try {
      boolean whole =
          Files.exists(file)
              ? Files.size(file) == size && MappedFile.open(file, false).isPresent()
              : !expected;
      if (!whole) {
        losses.add(
            "%s was cut or removed: calls that had no end are charged nothing".formatted(file));
      }
    } catch (IOException e) {
      throw JournalException.of(folder, e);
    }
  }

  /// Whether the folder is still at its path.
  boolean isThere() {
    return Files.exists(folder);
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

  /// The number of the first segment of a process: behind all that are there, whatever they hold,
  /// and farther away than segments of one process are from each other.
  long first(long wall, long most) throws JournalException {
    List<Long> there = numbers();
    return there.isEmpty() ? wall : Math.max(wall, there.getLast() + most + 1);
  }

  private List<Long> numbers() throws JournalException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> NUMBERED.matcher(file.getFileName().toString()))
          .filter(Matcher::matches)
          .map(name -> Long.valueOf(name.group(1)))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw JournalException.of(folder, e);
    }
  }

  /// Makes the file of a segment.
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
