package dev.sluice.accounts.ledger;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/// A file in memory. It is unmapped once nothing refers to it: a call that ends late must find it.
///
/// @param head its first bytes
/// @param memory all of it
record MappedFile(Path file, FileHead head, MemorySegment memory) {
  private static final int PIECE = 1 << 20;

  /// The end of the name of a file that is being made.
  static final String NEW = ".new";

  /// Makes a file of zeros behind its head. All of it is written, so that the disk has room for
  /// what comes, and under another name, so that a crash leaves no half of it.
  static MappedFile create(Path file, FileHead head, long size) throws IOException {
    Path beside = file.resolveSibling(file.getFileName() + NEW);
    try (var channel =
        FileChannel.open(
            beside,
            StandardOpenOption.CREATE,
            StandardOpenOption.TRUNCATE_EXISTING,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE)) {
      fill(channel, size);
      MemorySegment memory = channel.map(FileChannel.MapMode.READ_WRITE, 0, size, Arena.ofAuto());
      head.write(memory);
      memory.load();
      Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
      return new MappedFile(file, head, memory);
    } catch (IOException e) {
      Files.deleteIfExists(beside);
      throw e;
    }
  }

  /// Whether the file has become shorter than it is in memory, or is there no more.
  boolean isCut() {
    try {
      return Files.size(file) < memory.byteSize();
    } catch (NoSuchFileException gone) {
      return true;
    } catch (IOException unread) {
      return false;
    }
  }

  private static void fill(FileChannel channel, long size) throws IOException {
    ByteBuffer zeros = ByteBuffer.allocateDirect(PIECE);
    long left = size;
    while (left > 0) {
      zeros.clear().limit((int) Math.min(PIECE, left));
      left -= channel.write(zeros);
    }
  }

  /// Opens a file; empty where its head was damaged.
  ///
  /// @throws JournalException if a newer version has written it
  static Optional<MappedFile> open(Path file, boolean writable)
      throws IOException, JournalException {
    try (var channel =
        writable
            ? FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE)
            : FileChannel.open(file, StandardOpenOption.READ)) {
      var mode = writable ? FileChannel.MapMode.READ_WRITE : FileChannel.MapMode.READ_ONLY;
      MemorySegment memory = channel.map(mode, 0, channel.size(), Arena.ofAuto());
      return FileHead.read(memory, file).map(head -> new MappedFile(file, head, memory));
    }
  }
}
