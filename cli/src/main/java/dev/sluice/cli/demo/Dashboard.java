package dev.sluice.cli.demo;

import dev.sluice.cli.demo.Row.Spread;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/// Sums up what was seen. Safe for any number of threads. `now` is time on a monotonic clock, in
/// nanoseconds.
final class Dashboard {
  private static final Comparator<Key> ORDER =
      Comparator.comparing(Key::route).thenComparing(Key::target);

  // Guarded by this.
  private final Map<Key, Sum> sums = new TreeMap<>(ORDER);
  private final Map<Help, Recent> helped = new EnumMap<>(Help.class);
  private final long start;
  private long calls;
  private long errors;
  private Optional<Late> last = Optional.empty();

  private record Key(String route, String target) {}

  private record Late(CallResult result, String error, long at) {
    Mishap from(long now) {
      return new Mishap(result.route(), result.target(), error, Duration.ofNanos(now - at));
    }
  }

  /// The last failures.
  ///
  /// @param ago how long ago
  record Mishap(String route, String target, String error, Duration ago) {}

  /// The whole board at one moment.
  ///
  /// @param age since the beginning
  /// @param helped what has helped how many calls lately
  record View(
      Duration age,
      long calls,
      long errors,
      List<Row> rows,
      Optional<Mishap> last,
      SortedMap<Help, Long> helped) {}

  Dashboard(long now) {
    start = now;
  }

  synchronized void add(CallResult result, long now) {
    Sum sum = sums.computeIfAbsent(new Key(result.route(), result.target()), _ -> new Sum());
    sum.add(result, now);
    calls++;
    result.help().ifPresent(help -> helped.computeIfAbsent(help, _ -> new Recent()).add(now));
    if (result.error().isPresent()) {
      errors++;
      last = Optional.of(new Late(result, result.error().get(), now));
    }
  }

  synchronized View view(long now) {
    Map<String, Long> lately = new HashMap<>();
    sums.forEach((key, sum) -> lately.merge(key.route(), sum.lately.count(now), Long::sum));
    List<Row> rows =
        sums.entrySet().stream()
            .map(
                e -> e.getValue().row(e.getKey(), lately.getOrDefault(e.getKey().route(), 0L), now))
            .toList();
    Duration age = Duration.ofNanos(now - start);
    return new View(age, calls, errors, rows, last.map(late -> late.from(now)), helpedLately(now));
  }

  private SortedMap<Help, Long> helpedLately(long now) {
    var lately = new TreeMap<Help, Long>();
    helped.forEach((help, recent) -> lately.put(help, recent.count(now)));
    lately.values().removeIf(count -> count == 0);
    return lately;
  }

  /// Sums the calls of a route that one target answered.
  private static final class Sum {
    private static final long LONGEST = TimeUnit.MINUTES.toNanos(10);

    final Recent lately = new Recent();
    private final Histogram latency = new Histogram(LONGEST, 2);
    private final Histogram firstToken = new Histogram(LONGEST, 2);
    private long calls;
    private long errors;

    void add(CallResult result, long now) {
      calls++;
      lately.add(now);
      if (result.error().isPresent()) {
        errors++;
        return;
      }
      latency.recordValue(Math.clamp(result.duration().toNanos(), 0, LONGEST));
      result
          .firstToken()
          .ifPresent(first -> firstToken.recordValue(Math.clamp(first.toNanos(), 0, LONGEST)));
    }

    Row row(Key key, long ofRoute, long now) {
      double share = ofRoute == 0 ? 0 : (double) lately.count(now) / ofRoute;
      return new Row(
          key.route(), key.target(), share, calls, errors, spread(latency), spread(firstToken));
    }

    private static Optional<Spread> spread(Histogram histogram) {
      return histogram.getTotalCount() == 0
          ? Optional.empty()
          : Optional.of(new Spread(at(histogram, 50), at(histogram, 99)));
    }

    private static Duration at(Histogram histogram, double percentile) {
      return Duration.ofNanos(histogram.getValueAtPercentile(percentile));
    }
  }
}
