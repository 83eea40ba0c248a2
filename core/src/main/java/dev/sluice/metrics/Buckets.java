package dev.sluice.metrics;

import java.time.Duration;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;

/// Histogram bounds, as OpenTelemetry's conventions for generative AI advise: powers of two from 10
/// ms to about 80 s for durations, powers of four for tokens.
final class Buckets {
  static final List<Duration> SECONDS =
      LongStream.iterate(10, ms -> ms * 2).limit(14).mapToObj(Duration::ofMillis).toList();
  static final double[] TOKENS = DoubleStream.iterate(1, n -> n * 4).limit(14).toArray();

  private Buckets() {}
}
