package dev.sluice.lab.ledger;

import dev.sluice.lab.load.SteadyPace;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.HdrHistogram.Recorder;

/// Clients that call at a steady pace, whatever becomes of their calls, and show one key after the
/// other.
final class SteadyCallers implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int DIGITS = 2;

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final Set<String> answered = ConcurrentHashMap.newKeySet();
  private final Map<String, String> failed = new ConcurrentHashMap<>();
  private final Recorder times = new Recorder(DIGITS);
  private final URI api;
  private final List<String> keys;
  private final SteadyPace pace;

  /// @param keys what calls show: call `n` the `n`th of them, over and over
  SteadyCallers(URI api, List<String> keys, int rate) {
    this(api, keys, rate, 0);
  }

  /// @param first the number behind which calls are numbered
  SteadyCallers(URI api, List<String> keys, int rate, long first) {
    this.api = api;
    this.keys = keys;
    this.pace = new SteadyPace(rate, number -> () -> call(first + number));
  }

  /// Returns the calls whose whole answer has come.
  Set<String> answered() {
    return answered;
  }

  /// Returns the calls without a whole answer, and what became of each.
  Map<String, String> failed() {
    return failed;
  }

  /// Returns how long calls took, in microseconds, since the last call of this method.
  Histogram times() {
    return times.getIntervalHistogram();
  }

  private void call(long number) {
    String name = "call-" + number;
    long begun = System.nanoTime();
    try {
      int status = status(name, keys.get((int) (number % keys.size())));
      if (status == 200) {
        answered.add(name);
      } else {
        failed.put(name, "status " + status);
      }
    } catch (IOException e) {
      failed.put(name, String.valueOf(e.getMessage()));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    times.recordValue(TimeUnit.NANOSECONDS.toMicros(System.nanoTime() - begun));
  }

  private int status(String name, String key) throws IOException, InterruptedException {
    HttpRequest request = ClosedLoopCallers.request(api, key, name).timeout(PATIENCE).build();
    return http.send(request, HttpResponse.BodyHandlers.ofString()).statusCode();
  }

  /// Begins no more calls, and waits for the ends of those that have begun.
  void stop() {
    pace.close();
  }

  @Override
  public void close() {
    stop();
    http.close();
  }
}
