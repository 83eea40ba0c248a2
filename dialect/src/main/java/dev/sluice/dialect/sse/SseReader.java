package dev.sluice.dialect.sse;

import dev.sluice.dialect.hub.AnswerFault;
import dev.sluice.dialect.json.HeapMeter;
import dev.sluice.dialect.rule.BrokenAnswer;
import java.util.Arrays;

/// A reader that collects the data of each event that an [EventScanner] finds. Names of events are
/// passed over: every dialect says in the data what it is. Events without data are none.
///
/// Belongs to one thread.
public final class SseReader {
  private static final int EVENT_MAX = 8 << 20;
  private static final int INITIAL = 1024;

  /// A listener that takes events.
  public interface Listener {
    /// Takes the data of an event, which lies in `a` before `length`; the next event overwrites it.
    void event(byte[] a, int length);
  }

  private final Listener listener;
  private final HeapMeter meter;
  private final EventScanner scanner = new EventScanner(new Collector());
  private byte[] data = new byte[INITIAL];
  private int length;

  /// @param meter the meter that counts the buffer before it grows; the buffer that stays is
  ///   counted by [#held]
  public SseReader(Listener listener, HeapMeter meter) {
    this.listener = listener;
    this.meter = meter;
  }

  /// Reads the next part, `a` from `from` to `to`.
  ///
  /// @throws BrokenAnswer if an event is larger than 8 MiB
  public void feed(byte[] a, int from, int to) {
    scanner.feed(a, from, to);
  }

  /// Ends the stream. A last event without its blank line counts.
  public void end() {
    scanner.end();
  }

  /// The bytes of the buffer for an event.
  public int held() {
    return data.length;
  }

  private final class Collector implements EventScanner.Listener {
    @Override
    public void data(byte[] a, int from, int to) {
      grow(to - from);
      System.arraycopy(a, from, data, length, to - from);
      length += to - from;
    }

    private void grow(int more) {
      if (length + more > EVENT_MAX) {
        throw new BrokenAnswer(
            AnswerFault.malformed("an event of the answer is larger than 8 MiB"));
      }
      if (data.length - length < more) {
        int size = Math.max(2 * data.length, length + more);
        meter.add(HeapMeter.array(size));
        data = Arrays.copyOf(data, size);
      }
    }

    @Override
    public boolean event(int end) {
      int whole = length;
      length = 0;
      if (whole > 0) {
        listener.event(data, whole);
      }
      return true;
    }
  }
}
