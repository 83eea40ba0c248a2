package dev.sluice.batches;

import dev.sluice.batches.LogFiles.LogFile;
import java.io.IOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/// Reads the files of logs.
final class ResultLogReader {
  private ResultLogReader() {}

  /// Reads a record.
  ///
  /// @param end how far the file counts
  /// @return null where there is none that is whole
  static byte @Nullable [] record(LogFile file, long at, long end) throws IOException {
    if (end - at < LogRecord.HEAD + LogRecord.CHECK) {
      return null;
    }
    int length = LogRecord.length(ByteBuffer.wrap(bytes(file, at, LogRecord.HEAD)));
    long whole = (long) LogRecord.HEAD + length + LogRecord.CHECK;
    if (length < 0 || whole > end - at) {
      return null;
    }
    byte[] record = bytes(file, at, (int) whole);
    return LogRecord.isWhole(record) ? record : null;
  }

  /// Reads bytes that are there.
  static byte[] bytes(LogFile file, long at, int length) throws IOException {
    ByteBuffer into = ByteBuffer.allocate(length);
    while (into.hasRemaining()) {
      if (file.read(at + into.position(), into) < 0) {
        throw new IOException("a log became shorter while it was read");
      }
    }
    return into.array();
  }
}
