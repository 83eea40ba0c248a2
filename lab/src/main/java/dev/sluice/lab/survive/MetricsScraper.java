package dev.sluice.lab.survive;

import dev.sluice.call.runtime.Clock;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// Reads a gateway's metrics again and again, as a scraper does, on a thread of its own.
final class MetricsScraper implements AutoCloseable {
  private static final long EVERY_MILLIS = 250;

  private final HttpClient client = HttpClient.newHttpClient();
  private final URI uri;
  private final Clock clock;
  private final List<Sample> samples = new ArrayList<>();
  private final Thread reader = Thread.ofVirtual().unstarted(this::read);

  private MetricsScraper(URI uri, Clock clock) {
    this.uri = uri;
    this.clock = clock;
  }

  static MetricsScraper start(URI uri, Clock clock) {
    var scraper = new MetricsScraper(uri, clock);
    scraper.reader.start();
    return scraper;
  }

  /// The values read.
  ///
  /// @param at when they had been read: whatever they show has happened before
  /// @param values by name and labels, as in Prometheus' text format
  record Sample(long at, Map<String, Double> values) {

    /// The sum of a metric's values whose labels hold all of `labels`.
    double sum(String name, String... labels) {
      double sum = 0;
      for (Map.Entry<String, Double> value : values.entrySet()) {
        String key = value.getKey();
        boolean counts = key.equals(name) || key.startsWith(name + "{");
        for (String label : labels) {
          counts &= key.contains(label);
        }
        sum += counts ? value.getValue() : 0;
      }
      return sum;
    }
  }

  /// Reads once more, and ends.
  ///
  /// @return all that was read, the oldest first
  List<Sample> end() throws InterruptedException, IOException {
    reader.interrupt();
    reader.join();
    samples.add(sample());
    return List.copyOf(samples);
  }

  @Override
  public void close() {
    reader.interrupt();
    client.shutdownNow();
  }

  private void read() {
    try {
      while (true) {
        samples.add(sample());
        TimeUnit.MILLISECONDS.sleep(EVERY_MILLIS);
      }
    } catch (InterruptedException | IOException _) {
      // The run is over; the thread that ends it reads once more, and gets any failure.
    }
  }

  private Sample sample() throws IOException, InterruptedException {
    Map<String, Double> values = new LinkedHashMap<>();
    HttpRequest request = HttpRequest.newBuilder(uri).build();
    try (Stream<String> lines = client.send(request, BodyHandlers.ofLines()).body()) {
      lines.filter(MetricsScraper::matters).forEach(line -> put(line, values));
    }
    return new Sample(clock.nanos(), values);
  }

  private static boolean matters(String line) {
    return line.startsWith("sluice_attempts_total")
        || line.startsWith("sluice_breaker_changes_total")
        || line.startsWith("sluice_tokens_sum")
        || line.startsWith("sluice_races_wasted_tokens_total")
        || line.startsWith("gen_ai_client_operation_duration_seconds_sum");
  }

  private static void put(String line, Map<String, Double> into) {
    int space = line.lastIndexOf(' ');
    into.put(line.substring(0, space), Double.valueOf(line.substring(space + 1)));
  }
}
