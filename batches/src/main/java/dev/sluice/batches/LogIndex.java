package dev.sluice.batches;

import dev.sluice.batches.LogRecord.Kind;
import java.util.BitSet;

/// What is known of the results in the files of a log: which lines have one, where it stands, and
/// whether it is paid for. Some 15 bytes a line. For one thread.
final class LogIndex {
  private final int lines;
  private final BitSet done = new BitSet();
  private final BitSet answered = new BitSet();
  private final BitSet paid = new BitSet();
  private final long[] places;
  private final short[] fileOf;
  private final int[] lengths;
  private Tokens used = Tokens.NONE;

  /// @param lines how many lines the batch has
  LogIndex(int lines) {
    this.lines = lines;
    this.places = new long[lines];
    this.lengths = new int[lines];
    this.fileOf = new short[lines];
  }

  /// A record of a file.
  ///
  /// @param file the number of the file
  /// @param at where it begins
  /// @param length how many bytes of its own it has
  record Place(int file, long at, int length) {}

  /// Notes the result of a line, unless it has one.
  void add(int line, Kind kind, Tokens tokens, Place place) {
    if (!has(line) || done.get(line)) {
      return;
    }
    done.set(line);
    answered.set(line, kind == Kind.ANSWERED);
    used = used.plus(tokens);
    places[line] = place.at();
    lengths[line] = place.length();
    fileOf[line] = (short) place.file();
  }

  /// Notes that the result of a line is paid for.
  void pay(int line) {
    if (has(line)) {
      paid.set(line);
    }
  }

  private boolean has(int line) {
    return line >= 0 && line < lines;
  }

  int lines() {
    return lines;
  }

  boolean isDone(int line) {
    return done.get(line);
  }

  boolean isPaid(int line) {
    return paid.get(line);
  }

  int nextMissing(int from) {
    return Math.min(done.nextClearBit(from), lines);
  }

  LineCounts counts() {
    int all = done.cardinality();
    int good = answered.cardinality();
    return new LineCounts(lines, good, all - good);
  }

  Tokens used() {
    return used;
  }

  Kind kind(int line) {
    return answered.get(line) ? Kind.ANSWERED : Kind.REFUSED;
  }

  Place place(int line) {
    return new Place(fileOf[line], places[line], lengths[line]);
  }
}
