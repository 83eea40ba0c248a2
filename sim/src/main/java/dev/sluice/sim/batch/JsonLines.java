package dev.sluice.sim.batch;

import java.util.Arrays;
import java.util.Iterator;
import java.util.NoSuchElementException;

/// The lines of a file, but for blank ones.
final class JsonLines {
  private JsonLines() {}

  static Iterable<byte[]> of(byte[] file) {
    return () -> new Lines(file);
  }

  private static final class Lines implements Iterator<byte[]> {
    private final byte[] file;
    private int at;

    Lines(byte[] file) {
      this.file = file;
      skipBlanks();
    }

    @Override
    public boolean hasNext() {
      return at < file.length;
    }

    @Override
    public byte[] next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      int end = at;
      while (end < file.length && file[end] != '\n') {
        end++;
      }
      byte[] line = Arrays.copyOfRange(file, at, end);
      at = end;
      skipBlanks();
      return line;
    }

    private void skipBlanks() {
      while (at < file.length && file[at] <= ' ' && file[at] >= 0) {
        at++;
      }
    }
  }
}
