package dev.sluice.provider.prefill;

import dev.sluice.dialect.sse.EventScanner;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/// The data of the events of a stream, delivered one after another. For one thread.
final class EventDataReader implements EventScanner.Listener {
  private final Each each;
  private final EventScanner scanner = new EventScanner(this);
  private final ByteArrayOutputStream data = new ByteArrayOutputStream();

  /// The consumer of the data of events, which are never empty.
  @FunctionalInterface
  interface Each {
    /// Reads one event's data.
    ///
    /// @throws IOException if it cannot be read
    void event(byte[] data) throws IOException;
  }

  private boolean broken;

  EventDataReader(Each each) {
    this.each = each;
  }

  /// Adds the next part of the stream.
  ///
  /// @return whether the part ends with a whole event
  boolean add(byte[] part) {
    return scanner.feed(part, 0, part.length) == part.length;
  }

  /// Ends the stream: an event without its blank line counts as if it had one.
  void end() {
    scanner.end();
  }

  /// Whether an event could not be read; no event is delivered behind it.
  boolean isBroken() {
    return broken;
  }

  @Override
  public void data(byte[] a, int from, int to) {
    data.write(a, from, to - from);
  }

  @Override
  public boolean event(int end) {
    if (data.size() > 0) {
      try {
        each.event(data.toByteArray());
      } catch (IOException _) {
        broken = true;
      }
      data.reset();
    }
    return !broken;
  }
}
