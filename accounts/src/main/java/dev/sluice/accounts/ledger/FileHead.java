package dev.sluice.accounts.ledger;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32C;

/// The first bytes of a file of the journal: `SLUICEJL`, the version of the format, the file's
/// number, a salt, the journal's id, and a check.
///
/// @param number the number of a segment; 0 for the file of open calls
/// @param salt random; what the checks of the file's frames begin with
/// @param node the journal's id
record FileHead(long number, long salt, UUID node) {
  static final int SIZE = 64;

  private static final long MAGIC =
      ByteBuffer.wrap("SLUICEJL".getBytes(StandardCharsets.US_ASCII)).getLong();
  private static final long VERSION = 1;
  private static final int CHECKED = Long.BYTES * 6;

  void write(MemorySegment memory) {
    ByteBuffer bytes =
        ByteBuffer.allocate(SIZE)
            .putLong(MAGIC)
            .putLong(VERSION)
            .putLong(number)
            .putLong(salt)
            .putLong(node.getMostSignificantBits())
            .putLong(node.getLeastSignificantBits());
    bytes.putLong(check(bytes.array()));
    MemorySegment.copy(bytes.array(), 0, memory, ValueLayout.JAVA_BYTE, 0, SIZE);
  }

  /// Reads the head of a file; empty where it was damaged.
  ///
  /// @throws JournalException if a newer version has written it
  static Optional<FileHead> read(MemorySegment memory, Path file) throws JournalException {
    if (memory.byteSize() < SIZE) {
      return Optional.empty();
    }
    byte[] bytes = memory.asSlice(0, SIZE).toArray(ValueLayout.JAVA_BYTE);
    ByteBuffer from = ByteBuffer.wrap(bytes);
    boolean whole = from.getLong() == MAGIC && from.getLong(CHECKED) == check(bytes);
    long version = from.getLong();
    if (whole && version != VERSION) {
      throw new JournalException(
          file, "is of version %d, newer than this program: start that version".formatted(version));
    }
    return whole ? Optional.of(rest(from)) : Optional.empty();
  }

  private static FileHead rest(ByteBuffer from) {
    return new FileHead(from.getLong(), from.getLong(), new UUID(from.getLong(), from.getLong()));
  }

  private static long check(byte[] bytes) {
    var crc = new CRC32C();
    crc.update(bytes, 0, CHECKED);
    return crc.getValue();
  }
}
