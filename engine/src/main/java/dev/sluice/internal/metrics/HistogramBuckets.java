package dev.sluice.internal.metrics;

import java.time.Duration;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;

/// Histogram bounds, as OpenTelemetry's conventions for generative AI advise: powers of two from 10
/// ms to about 80 s for durations, powers of four for tokens.
final class HistogramBuckets {
  static final List<Duration> SECONDS =
      LongStream.iterate(10, ms -> ms * 2).limit(14).mapToObj(Duration::ofMillis).toList();

  /// The buckets of the gateway's own time: from 50 microseconds to about 100 ms.
  static final List<Duration> OVERHEAD =
      LongStream.iterate(50, us -> us * 2)
          .limit(12)
          .mapToObj(us -> Duration.ofNanos(us * 1000))
          .toList();

  static final double[] TOKENS = DoubleStream.iterate(1, n -> n * 4).limit(14).toArray();

  /// Powers of two up to what a provider takes in one call.
  static final double[] SIZES = DoubleStream.iterate(1, n -> n * 2).limit(12).toArray();

  private HistogramBuckets() {}
}
