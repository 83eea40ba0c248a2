package dev.sluice.lab.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.sluice.dialect.sse.EventScanner;
import java.util.ArrayList;
import java.util.List;

/// The scanner of streams: it tells the same events wherever a stream is cut.
final class EventsFuzz {
  private EventsFuzz() {}

  static void run(byte[] input) {
    List<String> whole = scan(input, input.length);
    List<String> bytes = scan(input, 1);
    Must.hold(whole.equals(bytes), "the same at every cut: " + whole + ", " + bytes);
  }

  private static List<String> scan(byte[] input, int part) {
    Reported reported = new Reported();
    EventScanner scanner = new EventScanner(reported);
    for (int from = 0; from < input.length; from += part) {
      scanner.feed(input, from, Math.min(input.length, from + part));
    }
    scanner.end();
    return reported.events;
  }

  /// Collects the data of the events that a scanner reports.
  private static final class Reported implements EventScanner.Listener {
    private final List<String> events = new ArrayList<>();
    private final StringBuilder data = new StringBuilder();

    @Override
    public void data(byte[] a, int from, int to) {
      data.append(new String(a, from, to - from, ISO_8859_1));
    }

    @Override
    public boolean event(int end) {
      events.add(data.toString());
      data.setLength(0);
      return true;
    }
  }
}
