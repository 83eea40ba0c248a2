package dev.sluice.batches;

import java.io.IOException;
import java.util.Arrays;

/// A reader of an input line by line, which holds one line at a time. A byte order mark at the
/// beginning, the CR of a CRLF, and lines of blanks are no content; the last line needs no end.
final class LineScanner {
  private static final int BLOCK = 64 * 1024;
  private static final byte[] MARK = {(byte) 0xEF, (byte) 0xBB, (byte) 0xBF};

  private final BatchInput input;
  private final int largest;
  private final byte[] block = new byte[BLOCK];
  private byte[] line = new byte[BLOCK];
  private int held;

  /// How many bytes the line has, which are not all held where it is too long.
  private long length;

  /// A listener for the lines with content.
  interface Listener {
    /// Takes a line, whose bytes are the listener's until this returns.
    ///
    /// @param number of the line in the file, from 1 on
    /// @param to where it ends in `bytes`; it begins at `from`
    /// @return whether to go on
    boolean line(int number, long offset, byte[] bytes, int from, int to)
        throws IOException, InterruptedException;

    /// Takes a line that is longer than one may be.
    ///
    /// @return whether to go on
    boolean tooLong(int number, long offset, long length);
  }

  /// @param largest how many bytes a line may have
  LineScanner(BatchInput input, int largest) {
    this.input = input;
    this.largest = largest;
  }

  /// Reads the whole input, unless the listener has seen enough.
  void scan(Listener listener) throws IOException, InterruptedException {
    long at = 0;
    long begun = 0;
    int number = 1;
    for (int read = input.read(at, block, 0, BLOCK);
        read > 0;
        read = input.read(at, block, 0, BLOCK)) {
      int from = 0;
      for (int i = 0; i < read; i++) {
        if (block[i] == '\n') {
          keep(from, i);
          if (!end(listener, number++, begun)) {
            return;
          }
          from = i + 1;
          begun = at + from;
        }
      }
      keep(from, read);
      at += read;
    }
    boolean _ = length == 0 || end(listener, number, begun);
  }

  private void keep(int from, int to) {
    int more = to - from;
    length += more;
    int room = Math.min(more, largest + MARK.length + 1 - held);
    if (room > 0) {
      if (held + room > line.length) {
        line = Arrays.copyOf(line, Math.max(held + room, 2 * line.length));
      }
      System.arraycopy(block, from, line, held, room);
      held += room;
    }
  }

  private boolean end(Listener listener, int number, long begun)
      throws IOException, InterruptedException {
    int from = begun == 0 && isMarked() ? MARK.length : 0;
    int to = textEnd(from);
    // Behind what is held of a line that was cut may stand something else than blanks.
    long whole = length > held ? length - from : to - from;
    held = 0;
    length = 0;
    if (whole > largest) {
      return listener.tooLong(number, begun + from, whole);
    }
    return to == from || listener.line(number, begun + from, line, from, to);
  }

  /// Where what is held of the line ends without the blanks behind it.
  private int textEnd(int from) {
    int to = held;
    while (to > from && isBlank(line[to - 1])) {
      to--;
    }
    return to;
  }

  private boolean isMarked() {
    return held >= MARK.length && Arrays.equals(line, 0, MARK.length, MARK, 0, MARK.length);
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\t' || b == '\r';
  }
}
