package dev.sluice.batches;

import dev.sluice.batches.LogFiles.LogFile;
import dev.sluice.batches.LogRecord.Kind;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The results of a batch, in files that are only appended to: one for each owner that the batch
/// has had, by its epoch. A record that is torn or damaged ends its file: what stands behind it
/// counts as not written, and its lines are called again. Of several records of one line the first
/// counts, in the order of epochs.
///
/// Memory: some 15 bytes a line. For one thread.
///
/// Failures: what cannot be written is cut off again, so that the log goes on when the disk has
/// room. After a failed fsync nothing is known of what is on the disk, and the system may not say
/// so again: the log is broken for good (Rebello et al., "Can Applications Recover from fsync
/// Failures?", USENIX ATC 2020).
final class ResultLog implements AutoCloseable {
  private final List<LogFile> files = new ArrayList<>();
  private final List<Long> epochs = new ArrayList<>();
  private final LogSeal seal;
  private final LogFile own;
  private final int lines;
  private final BitSet done = new BitSet();
  private final BitSet answered = new BitSet();
  private final long[] places;
  private final short[] fileOf;
  private final int[] lengths;
  private Tokens used = Tokens.NONE;
  private long size;
  private int unsynced;
  private @Nullable IOException broken;

  private ResultLog(LogFiles from, long epoch, int lines, LogSeal seal) throws IOException {
    this.seal = seal;
    this.lines = lines;
    this.places = new long[lines];
    this.lengths = new int[lines];
    this.fileOf = new short[lines];
    boolean read = false;
    try {
      for (long earlier : from.epochs()) {
        if (earlier != epoch) {
          long _ = read(from.open(earlier), earlier);
        }
      }
      this.own = from.open(epoch);
      this.size = read(own, epoch);
      cutTail();
      read = true;
    } finally {
      if (!read) {
        close();
      }
    }
  }

  /// Opens the log of a batch, of which this owner writes the file of its epoch.
  ///
  /// @param lines how many lines the batch has
  /// @throws IOException if a file cannot be opened or read
  static ResultLog open(LogFiles files, long epoch, int lines, LogSeal seal) throws IOException {
    return new ResultLog(files, epoch, lines, seal);
  }

  private void cutTail() throws IOException {
    if (own.size() > size) {
      own.cut(size);
      own.force();
    }
  }

  /// Reads a file up to its first record that is not whole.
  ///
  /// @return how many bytes are whole records
  private long read(LogFile file, long epoch) throws IOException {
    files.add(file);
    epochs.add(epoch);
    long end = file.size();
    long at = 0;
    byte[] record = record(file, at, end);
    while (record != null) {
      take(ByteBuffer.wrap(record), at);
      at += record.length;
      record = record(file, at, end);
    }
    return at;
  }

  private static byte @Nullable [] record(LogFile file, long at, long end) throws IOException {
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

  private static byte[] bytes(LogFile file, long at, int length) throws IOException {
    ByteBuffer into = ByteBuffer.allocate(length);
    while (into.hasRemaining()) {
      if (file.read(at + into.position(), into) < 0) {
        throw new IOException("a log became shorter while it was read");
      }
    }
    return into.array();
  }

  private void take(ByteBuffer record, long at) {
    int line = LogRecord.line(record);
    if (line >= 0 && line < lines && !done.get(line)) {
      note(line, LogRecord.kind(record), LogRecord.used(record));
      places[line] = at;
      lengths[line] = LogRecord.length(record);
      fileOf[line] = (short) (files.size() - 1);
    }
  }

  private void note(int line, Kind kind, Tokens tokens) {
    done.set(line);
    answered.set(line, kind == Kind.ANSWERED);
    used = used.plus(tokens);
  }

  /// How many lines the batch has.
  int lines() {
    return lines;
  }

  /// Whether a line has a result.
  boolean isDone(int line) {
    return done.get(line);
  }

  /// The first line from `from` on that has no result; the number of lines where all have.
  int nextMissing(int from) {
    return Math.min(done.nextClearBit(from), lines);
  }

  /// Whether all lines have results.
  boolean isComplete() {
    return done.nextClearBit(0) >= lines;
  }

  /// The counts of the lines with results.
  Counts counts() {
    int all = done.cardinality();
    int good = answered.cardinality();
    return new Counts(lines, good, all - good);
  }

  /// The tokens that the lines with results have used.
  Tokens used() {
    return used;
  }

  /// How many results are not known to be on the disk.
  int unsynced() {
    return unsynced;
  }

  /// Adds the result of a line; nothing if the line has one.
  ///
  /// @throws IOException if it cannot be written, and then is not there
  void append(int line, Kind kind, Tokens tokens, byte[] bytes) throws IOException {
    checkSound();
    if (done.get(line)) {
      return;
    }
    byte[] sealed = seal.seal(bytes, place(epochs.getLast(), line));
    if (!LogRecord.fits(sealed.length)) {
      throw new IOException(
          "the result of line %d has %d bytes, and %d at most can be kept"
              .formatted(line + 1, sealed.length, LogRecord.LONGEST));
    }
    ByteBuffer record = LogRecord.write(line, kind, tokens, sealed);
    int length = record.remaining();
    write(record);
    places[line] = size;
    lengths[line] = sealed.length;
    fileOf[line] = (short) (files.size() - 1);
    note(line, kind, tokens);
    size += length;
    unsynced++;
  }

  private static String place(long epoch, int line) {
    return epoch + "/" + line;
  }

  private void write(ByteBuffer record) throws IOException {
    boolean written = false;
    try {
      own.append(record);
      written = true;
    } finally {
      if (!written) {
        cutBack();
      }
    }
  }

  private void cutBack() {
    try {
      own.cut(size);
    } catch (IOException e) {
      broken = e;
    }
  }

  /// Returns when all results are on the disk.
  ///
  /// @throws IOException if that cannot be told; then the log is broken
  void sync() throws IOException {
    checkSound();
    if (unsynced > 0) {
      try {
        own.force();
      } catch (IOException e) {
        broken = e;
        throw e;
      }
      unsynced = 0;
    }
  }

  /// Whether nothing can be added any more, whatever becomes of the disk.
  boolean isBroken() {
    return broken != null;
  }

  private void checkSound() throws IOException {
    if (broken != null) {
      throw new IOException("the log could not be written before", broken);
    }
  }

  /// The kind of the result of a line that has one.
  Kind kind(int line) {
    return answered.get(line) ? Kind.ANSWERED : Kind.REFUSED;
  }

  /// Reads the result of a line that has one.
  ///
  /// @throws IOException if it cannot be read, or is another than was written
  byte[] read(int line) throws IOException {
    int file = fileOf[line];
    long at = places[line];
    int length = LogRecord.HEAD + lengths[line] + LogRecord.CHECK;
    byte[] record = bytes(files.get(file), at, length);
    if (!LogRecord.isWhole(record)) {
      throw new IOException("the result of line " + (line + 1) + " was damaged in the log");
    }
    byte[] sealed = Arrays.copyOfRange(record, LogRecord.HEAD, length - LogRecord.CHECK);
    return seal.open(sealed, place(epochs.get(file), line));
  }

  @Override
  public void close() throws IOException {
    for (LogFile file : files) {
      file.close();
    }
  }
}
