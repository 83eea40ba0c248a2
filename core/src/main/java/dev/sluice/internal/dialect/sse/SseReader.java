package dev.sluice.internal.dialect.sse;

import dev.sluice.internal.dialect.hub.Fault;
import dev.sluice.internal.dialect.json.HeapMeter;
import dev.sluice.internal.dialect.rule.BrokenAnswer;
import java.util.Arrays;

/// Finds the data of each event in a stream that arrives in parts, cut anywhere (WHATWG HTML,
/// section 9.2). Names of events and comments are passed over: every dialect says in the data what
/// it is. A last event without its blank line counts.
///
/// Belongs to one thread.
public final class SseReader {
  private static final int EVENT_MAX = 8 << 20;
  private static final int INITIAL = 1024;
  private static final byte[] DATA = {'d', 'a', 't', 'a'};

  /// A taker of events.
  public interface Listener {
    /// The data of an event lies in `a` before `length`; it is overwritten by the next.
    void event(byte[] a, int length);
  }

  private final Listener listener;
  private final HeapMeter meter;
  private byte[] line = new byte[INITIAL];
  private int lineLength;
  private byte[] data = new byte[INITIAL];
  private int dataLength;
  private boolean hasData;

  /// Whether the byte before was a carriage return, to which a line feed belongs.
  private boolean afterReturn;

  private boolean first = true;

  /// @param meter counts buffers before they grow; what they hold then is counted by [#held]
  public SseReader(Listener listener, HeapMeter meter) {
    this.listener = listener;
    this.meter = meter;
  }

  /// Reads the next part, `a` from `from` to `to`.
  ///
  /// @throws BrokenAnswer if an event is larger than 8 MiB
  public void feed(byte[] a, int from, int to) {
    int start = from;
    for (int i = from; i < to; i++) {
      byte b = a[i];
      if (b == '\n' && afterReturn) {
        start = i + 1;
      } else if (b == '\n' || b == '\r') {
        append(a, start, i);
        start = i + 1;
        line();
      }
      afterReturn = b == '\r';
    }
    append(a, start, to);
  }

  /// The stream has ended.
  public void end() {
    line();
    dispatch();
  }

  /// The bytes of the buffers for a line and an event.
  public int held() {
    return line.length + data.length;
  }

  private void append(byte[] a, int from, int to) {
    line = grown(line, lineLength, to - from);
    System.arraycopy(a, from, line, lineLength, to - from);
    lineLength += to - from;
  }

  private byte[] grown(byte[] bytes, int length, int more) {
    if (length + more > EVENT_MAX) {
      throw new BrokenAnswer(Fault.malformed("an event of the answer is larger than 8 MiB"));
    }
    if (bytes.length - length >= more) {
      return bytes;
    }
    int size = Math.max(2 * bytes.length, length + more);
    meter.add(HeapMeter.array(size));
    return Arrays.copyOf(bytes, size);
  }

  private void line() {
    int from = first && mark() ? 3 : 0;
    first = false;
    if (lineLength == from) {
      dispatch();
    } else if (isData(from)) {
      int at = from + DATA.length + 1;
      value(at < lineLength && line[at] == ' ' ? at + 1 : at);
    }
    lineLength = 0;
  }

  /// Whether the stream begins with a byte order mark.
  private boolean mark() {
    return lineLength >= 3
        && (line[0] & 0xFF) == 0xEF
        && (line[1] & 0xFF) == 0xBB
        && (line[2] & 0xFF) == 0xBF;
  }

  private boolean isData(int from) {
    int colon = from + DATA.length;
    return lineLength > colon
        && line[colon] == ':'
        && Arrays.equals(line, from, colon, DATA, 0, DATA.length);
  }

  private void value(int from) {
    int length = Math.max(0, lineLength - from);
    if (!hasData) {
      only(from, length);
      return;
    }
    data = grown(data, dataLength, length + 1);
    data[dataLength++] = '\n';
    System.arraycopy(line, Math.min(from, lineLength), data, dataLength, length);
    dataLength += length;
  }

  /// Most events have one line of data, whose buffer becomes that of the event: it may be large.
  private void only(int from, int length) {
    byte[] free = data;
    data = line;
    line = free;
    System.arraycopy(data, Math.min(from, lineLength), data, 0, length);
    dataLength = length;
    hasData = true;
  }

  private void dispatch() {
    if (hasData && dataLength > 0) {
      int length = dataLength;
      dataLength = 0;
      hasData = false;
      listener.event(data, length);
    }
    dataLength = 0;
    hasData = false;
  }
}
