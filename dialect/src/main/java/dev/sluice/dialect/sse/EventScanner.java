package dev.sluice.dialect.sse;

import java.nio.charset.StandardCharsets;

/// A scanner that finds the events in a stream that arrives in parts, cut anywhere. It keeps
/// nothing but the state of the current line and the event's name, so it costs the same for
/// one-byte parts as for large ones.
///
/// Confined to one thread.
public final class EventScanner {
  private static final byte[] NOTHING = {};
  private static final byte[] NEWLINE = {'\n'};
  private static final int[] BOM = {0xEF, 0xBB, 0xBF};
  private static final int NAME_MAX = 64;

  /// The names of the fields that matter, packed; a name that is longer than a long keeps its last
  /// bytes, which is why the length is compared too.
  private static final long DATA = packed("data");

  private static final long EVENT = packed("event");

  /// A listener for the events, as they pass.
  public interface Listener {

    /// Takes the next bytes of the event's data, in `a` from `from` to `to`. A newline of the
    /// scanner's joins two lines of data.
    void data(byte[] a, int from, int to);

    /// Takes the end of an event, or of a block of comments and other fields that has no data.
    ///
    /// @param end the index just behind the event's blank line, in the part being fed
    /// @return whether to go on; once false nothing more is reported
    boolean event(int end);
  }

  private enum State {
    /// The very start of the stream, where a byte order mark may be.
    START,
    /// The position in a field's name, or before it.
    FIELD,
    /// The position just behind a field's colon, where one space is dropped.
    COLON,
    DATA_VALUE,
    NAME_VALUE,
    /// The position in a comment, or in a field that does not matter.
    OTHER,
    STOPPED
  }

  private final Listener listener;

  private State state = State.START;

  /// Whether the byte before was a carriage return, to which a line feed belongs.
  private boolean afterReturn;

  private int bomSeen;
  private long field;
  private int fieldLength;

  /// The number of data lines in the current event.
  private int dataLines;

  private boolean begun;

  /// The name of the current event; the events of most dialects have none.
  private byte[] name = NOTHING;

  private int nameLength;

  /// The index just behind the last complete event in the part being fed; -1 when there is none
  /// yet.
  private int boundary;

  public EventScanner(Listener listener) {
    this.listener = listener;
  }

  /// Scans the next part, `a` from `from` to `to`.
  ///
  /// @return the index just behind the last complete event of this part, where the bytes of an
  ///   incomplete one begin; -1 when no event ends in this part
  public int feed(byte[] a, int from, int to) {
    boundary = -1;
    int i = from;
    while (i < to && state != State.STOPPED) {
      i = afterReturn && a[i] == '\n' ? lineFeed(i) : step(a, i, to);
    }
    return boundary;
  }

  /// Ends the stream. A line without an end, and an event without its blank line, count as if they
  /// had them (the standard drops them, but providers do end on `data: [DONE]`).
  public void end() {
    if (state == State.STOPPED) {
      return;
    }
    if (fieldLength > 0 || state != State.FIELD) {
      lineEnds(0);
    }
    if (begun && state != State.STOPPED) {
      dispatch(0);
    }
  }

  /// Whether `expected` is the name of the current event (its `event:` line).
  ///
  /// @param expected the name in ASCII
  public boolean named(String expected) {
    if (nameLength != expected.length()) {
      return false;
    }
    for (int i = 0; i < nameLength; i++) {
      if (name[i] != expected.charAt(i)) {
        return false;
      }
    }
    return true;
  }

  /// The name of the current event, of which at most 64 bytes are kept; empty for none.
  public String name() {
    return new String(name, 0, nameLength, StandardCharsets.UTF_8);
  }

  private int step(byte[] a, int i, int to) {
    afterReturn = false;
    return switch (state) {
      case START -> start(a, i);
      case FIELD -> field(a, i, to);
      case COLON -> colon(a, i);
      default -> value(a, i, to);
    };
  }

  private int start(byte[] a, int i) {
    if (bomSeen < BOM.length && (a[i] & 0xFF) == BOM[bomSeen]) {
      bomSeen++;
      return i + 1;
    }
    state = State.FIELD;
    if (bomSeen > 0 && bomSeen < BOM.length) {
      // The bytes that looked like a mark were the beginning of an unknown field.
      begun = true;
      fieldLength = bomSeen;
    }
    return i;
  }

  private int field(byte[] a, int from, int to) {
    int i = from;
    while (i < to) {
      byte b = a[i++];
      if (b == ':') {
        begun = true;
        state = fieldLength == 0 ? State.OTHER : State.COLON;
        return i;
      }
      if (b == '\n' || b == '\r') {
        afterReturn = b == '\r';
        return lineEnds(i);
      }
      field = (field << 8) | (b & 0xFF);
      fieldLength++;
    }
    begun = true;
    return i;
  }

  private int colon(byte[] a, int i) {
    startValue();
    return a[i] == ' ' ? i + 1 : i;
  }

  private void startValue() {
    if (field == DATA && fieldLength == 4) {
      state = State.DATA_VALUE;
      if (dataLines++ > 0) {
        listener.data(NEWLINE, 0, 1);
      }
    } else if (field == EVENT && fieldLength == 5) {
      state = State.NAME_VALUE;
      name = name.length == 0 ? new byte[NAME_MAX] : name;
      nameLength = 0;
    } else {
      state = State.OTHER;
    }
  }

  private int value(byte[] a, int i, int to) {
    int end = LineEnd.next(a, i, to);
    if (state == State.DATA_VALUE && end > i) {
      listener.data(a, i, end);
    } else if (state == State.NAME_VALUE) {
      int length = Math.min(end - i, NAME_MAX - nameLength);
      System.arraycopy(a, i, name, nameLength, length);
      nameLength += length;
    }
    if (end == to) {
      return to;
    }
    afterReturn = a[end] == '\r';
    return lineEnds(end + 1);
  }

  /// Ends a line before `next`.
  private int lineEnds(int next) {
    boolean blank = state == State.FIELD && fieldLength == 0;
    if (!blank && (state == State.FIELD || state == State.COLON)) {
      begun = true;
      startValue();
    }
    state = State.FIELD;
    field = 0;
    fieldLength = 0;
    if (blank) {
      dispatch(next);
    }
    return next;
  }

  /// Passes the line feed that belongs to a carriage return; it ends nothing of its own.
  private int lineFeed(int i) {
    afterReturn = false;
    if (!begun) {
      boundary = i + 1;
    }
    return i + 1;
  }

  private void dispatch(int end) {
    if (begun && !listener.event(end)) {
      state = State.STOPPED;
      return;
    }
    boundary = end;
    begun = false;
    dataLines = 0;
    nameLength = 0;
  }

  private static long packed(String name) {
    long packed = 0;
    for (byte b : name.getBytes(StandardCharsets.US_ASCII)) {
      packed = (packed << 8) | b;
    }
    return packed;
  }
}
