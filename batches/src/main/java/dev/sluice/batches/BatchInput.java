package dev.sluice.batches;

import java.io.IOException;

/// The bytes of a file of lines, which do not change. Reads wait.
public interface BatchInput {
  /// Reads bytes from `offset` on.
  ///
  /// @return how many were read, at least one and at most `length`; -1 at the end
  int read(long offset, byte[] into, int from, int length) throws IOException;

  /// Reads so many bytes that are there.
  ///
  /// @throws IOException if they are not all there
  default byte[] read(long offset, int length) throws IOException {
    byte[] bytes = new byte[length];
    int done = 0;
    while (done < length) {
      int read = read(offset + done, bytes, done, length - done);
      if (read < 0) {
        throw new IOException("the file ends within a line at byte " + (offset + done));
      }
      done += read;
    }
    return bytes;
  }
}
