package dev.sluice.dialect;

import dev.sluice.dialect.sse.EventScanner;
import java.io.ByteArrayOutputStream;
import java.util.function.Consumer;

/// The data of the events of a stream; events without data are none.
final class StreamEvents implements EventScanner.Listener {
  private final Consumer<byte[]> listener;
  private final EventScanner scanner = new EventScanner(this);
  private final ByteArrayOutputStream data = new ByteArrayOutputStream();

  StreamEvents(Consumer<byte[]> listener) {
    this.listener = listener;
  }

  void feed(byte[] a, int from, int to) {
    scanner.feed(a, from, to);
  }

  void end() {
    scanner.end();
  }

  @Override
  public void data(byte[] a, int from, int to) {
    data.write(a, from, to - from);
  }

  @Override
  public boolean event(int end) {
    byte[] whole = data.toByteArray();
    data.reset();
    if (whole.length > 0) {
      listener.accept(whole);
    }
    return true;
  }
}
