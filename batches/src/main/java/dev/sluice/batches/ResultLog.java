package dev.sluice.batches;

import dev.sluice.accounts.store.FileTroubles;
import dev.sluice.batches.LogFiles.LogFile;
import dev.sluice.batches.LogFiles.SyncInterval;
import dev.sluice.batches.LogIndex.Place;
import dev.sluice.batches.LogRecord.Kind;
import dev.sluice.call.runtime.Rollback;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// The results of a batch, in files that are only appended to: one for each owner that the batch
/// has had, by its epoch. A record that is torn or damaged ends its file: what stands behind it
/// counts as not written, and its lines are called again. Of several records of one line the first
/// counts, in the order of epochs. The files of others count as far as they were when the batch was
/// taken over, which the file of each owner notes first ([LogBounds]).
///
/// For one thread.
///
/// Failures: what cannot be written is cut off again, so that the log goes on when the disk has
/// room. After a failed fsync nothing is known of what is on the disk, and the system may not say
/// so again (Rebello et al., "Can Applications Recover from fsync Failures?", USENIX ATC 2020).
/// Where there was no room for it, as NFS and quotas say late, what was not forced is cut off and
/// written again when there is; else the log is broken for good, and can only be read. Where the
/// files are of a kind that knows what was not forced, it is forced again until that succeeds.
final class ResultLog implements AutoCloseable {
  /// So many bytes are held that are to be written again.
  private static final int MOST_HELD = 64 << 20;

  private final List<LogFile> files = new ArrayList<>();
  private final List<Long> epochs = new ArrayList<>();
  private final LogSeal seal;
  private final LogFile own;
  private final LogIndex index;
  private long size;
  private int unsynced;

  /// How much of the own file is known to be on the disk.
  private long forced;

  /// Whether something else than results is not known to be there: notes, or what another opening
  /// of the file has left.
  private boolean unforced;

  /// What stood behind that and is to be written again.
  private byte @Nullable [] held;

  /// Whether the last force has failed, and can be repeated.
  private boolean late;

  private @Nullable IOException broken;

  private ResultLog(LogFiles from, long epoch, int lines, LogSeal seal) throws IOException {
    this.seal = seal;
    this.index = new LogIndex(lines);
    boolean read = false;
    try {
      for (long other : from.epochs()) {
        if (other != epoch) {
          add(from.open(other), other);
        }
      }
      this.own = from.open(epoch);
      add(own, epoch);
      Map<Long, Long> wholes = readAll();
      this.size = wholes.getOrDefault(epoch, 0L);
      cutTail();
      if (size == 0 && (files.size() > 1 || own.keepsUnforced())) {
        noteBounds(new LogBounds(epoch, wholes));
      }
      this.forced = size;
      this.unforced = size > 0;
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

  private void add(LogFile file, long epoch) {
    files.add(file);
    epochs.add(epoch);
  }

  /// Reads all files, as far as they count; the last one is the own.
  ///
  /// @return how many bytes of each are whole records, by epoch
  private Map<Long, Long> readAll() throws IOException {
    LogBounds bounds = bounds();
    var wholes = new HashMap<Long, Long>();
    for (int i = 0; i < files.size(); i++) {
      LogFile file = files.get(i);
      long bound = i == files.size() - 1 ? Long.MAX_VALUE : bounds.of(epochs.get(i));
      wholes.put(epochs.get(i), read(i, Math.min(bound, file.size())));
    }
    return wholes;
  }

  /// What the last owner has noted who had files to go by.
  private LogBounds bounds() throws IOException {
    LogBounds last = LogBounds.NONE;
    for (int i = 0; i < files.size(); i++) {
      long epoch = epochs.get(i);
      byte[] first = ResultLogReader.record(files.get(i), 0, files.get(i).size());
      if (epoch > last.epoch() && first != null && isBounds(ByteBuffer.wrap(first))) {
        last = LogBounds.of(epoch, seal.open(LogRecord.content(first), boundsPlace(epoch)));
      }
    }
    return last;
  }

  private static boolean isBounds(ByteBuffer record) {
    return LogRecord.kind(record) == Kind.BOUNDS;
  }

  /// Notes how far the other files count, which is on the disk before anything goes by them.
  private void noteBounds(LogBounds bounds) throws IOException {
    byte[] sealed = seal.seal(bounds.bytes(), boundsPlace(bounds.epoch()));
    ByteBuffer record = LogRecord.write(LogRecord.NO_LINE, Kind.BOUNDS, Tokens.NONE, sealed);
    int length = record.remaining();
    try (var rollback = Rollback.of(() -> cutBack(0))) {
      own.append(record);
      own.force();
      rollback.keep();
    }
    size = length;
  }

  private static String boundsPlace(long epoch) {
    return epoch + "/bounds";
  }

  /// Reads a file up to its first record that is not whole before an end.
  ///
  /// @return how many bytes are whole records
  private long read(int number, long end) throws IOException {
    LogFile file = files.get(number);
    long at = 0;
    byte[] record = ResultLogReader.record(file, at, end);
    while (record != null) {
      take(ByteBuffer.wrap(record), at, number);
      at += record.length;
      record = ResultLogReader.record(file, at, end);
    }
    return at;
  }

  private void take(ByteBuffer record, long at, int file) {
    int line = LogRecord.line(record);
    Kind kind = LogRecord.kind(record);
    switch (kind) {
      case ANSWERED, REFUSED -> {
        var place = new Place(file, at, LogRecord.length(record));
        index.add(line, kind, LogRecord.used(record), place);
      }
      case PAID -> index.pay(line);
      case BOUNDS -> {}
    }
  }

  /// How many lines the batch has.
  int lines() {
    return index.lines();
  }

  /// Whether a line has a result.
  boolean isDone(int line) {
    return index.isDone(line);
  }

  /// Whether the result of a line is noted to be paid for.
  boolean isPaid(int line) {
    return index.isPaid(line);
  }

  /// The first line from `from` on that has no result; the number of lines where all have.
  int nextMissing(int from) {
    return index.nextMissing(from);
  }

  /// Whether all lines have results.
  boolean isComplete() {
    return index.nextMissing(0) == index.lines();
  }

  /// The counts of the lines with results.
  LineCounts counts() {
    return index.counts();
  }

  /// The tokens that the lines with results have used.
  Tokens used() {
    return index.used();
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
    if (index.isDone(line)) {
      return;
    }
    writeHeld();
    byte[] sealed = seal.seal(bytes, place(epochs.getLast(), line, kind, tokens));
    if (!LogRecord.fits(sealed.length)) {
      throw new IOException(
          "the result of line %d has %d bytes, and %d at most can be kept"
              .formatted(line + 1, sealed.length, LogRecord.LONGEST));
    }
    ByteBuffer record = LogRecord.write(line, kind, tokens, sealed);
    int length = record.remaining();
    write(record, size);
    index.add(line, kind, tokens, new Place(files.size() - 1, size, sealed.length));
    size += length;
    unsynced++;
  }

  /// Notes that the result of a line is paid for, which goes to the disk with the next [#sync].
  ///
  /// @throws IOException if it cannot be written: then only this log knows, until it is closed
  void pay(int line) throws IOException {
    index.pay(line);
    checkSound();
    writeHeld();
    ByteBuffer record = LogRecord.write(line, Kind.PAID, Tokens.NONE, new byte[0]);
    int length = record.remaining();
    write(record, size);
    size += length;
    unforced = true;
  }

  /// What is bound to the bytes of a record where they are sealed: all else of it.
  private static String place(long epoch, int line, Kind kind, Tokens used) {
    String tokens =
        used.input() + " " + used.cached() + " " + used.output() + " " + used.reasoning();
    return epoch + "/" + line + " " + kind + " " + tokens;
  }

  private void write(ByteBuffer bytes, long at) throws IOException {
    try (var rollback = Rollback.of(() -> cutBack(at))) {
      own.append(bytes);
      rollback.keep();
    }
  }

  private void cutBack(long to) {
    try {
      own.cut(to);
    } catch (IOException e) {
      broken = e;
    }
  }

  /// Returns when all results and notes are on the disk.
  ///
  /// @throws IOException if that cannot be told; then the log is broken, unless there was no room
  void sync() throws IOException {
    checkSound();
    if (unsynced > 0 || unforced) {
      writeHeld();
      force();
      unsynced = 0;
      unforced = false;
      forced = size;
    }
  }

  private void force() throws IOException {
    try {
      own.force();
      late = false;
    } catch (IOException e) {
      late = own.keepsUnforced();
      if (!late && (!FileTroubles.isFull(e) || !hold())) {
        broken = e;
      }
      throw e;
    }
  }

  /// Takes back what may not be on the disk, to write it again: the system may take it for written.
  private boolean hold() {
    try {
      byte[] tail =
          size - forced > MOST_HELD
              ? null
              : ResultLogReader.bytes(own, forced, (int) (size - forced));
      if (tail != null) {
        own.cut(forced);
        held = tail;
      }
      return tail != null;
    } catch (IOException lost) {
      return false;
    }
  }

  private void writeHeld() throws IOException {
    byte[] tail = held;
    if (tail != null) {
      write(ByteBuffer.wrap(tail), forced);
      held = null;
    }
  }

  /// Whether results that are done wait to be written again, or to be forced again.
  boolean isHolding() {
    return held != null || late;
  }

  /// Whether the last force has failed, and can be repeated.
  boolean isLate() {
    return late;
  }

  /// How often to force.
  SyncInterval syncInterval() {
    return own.syncInterval();
  }

  /// How many bytes the log has for the result of a line, about those of the result itself.
  int length(int line) {
    return index.place(line).length();
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
    return index.kind(line);
  }

  /// Reads the result of a line that has one.
  ///
  /// @throws IOException if it cannot be read, or is another than was written
  byte[] read(int line) throws IOException {
    Place at = index.place(line);
    int length = LogRecord.HEAD + at.length() + LogRecord.CHECK;
    byte[] record = ResultLogReader.bytes(files.get(at.file()), at.at(), length);
    if (!LogRecord.isWhole(record)) {
      throw new IOException("the result of line " + (line + 1) + " was damaged in the log");
    }
    ByteBuffer head = ByteBuffer.wrap(record);
    String place = place(epochs.get(at.file()), line, LogRecord.kind(head), LogRecord.used(head));
    return seal.open(LogRecord.content(record), place);
  }

  @Override
  public void close() throws IOException {
    for (LogFile file : files) {
      file.close();
    }
  }
}
