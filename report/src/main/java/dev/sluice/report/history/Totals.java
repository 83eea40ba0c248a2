package dev.sluice.report.history;

import dev.sluice.call.pipeline.Report;
import java.time.Duration;
import java.util.Optional;
import java.util.stream.LongStream;

/// The counts of a span of time: figures and histograms. Immutable.
public final class Totals {
  /// The totals of a span in which nothing was counted.
  public static final Totals NONE = new Totals(new long[Measure.VECTOR]);

  private final long[] vector;

  /// @param vector figures and histograms; not written to from now on
  public Totals(long[] vector) {
    this.vector = vector;
  }

  /// Whether nothing was counted.
  public boolean isEmpty() {
    return LongStream.of(vector).allMatch(count -> count == 0);
  }

  /// The count of one figure.
  public long of(Figure figure) {
    return vector[figure.place()];
  }

  /// How many calls have ended.
  public long calls() {
    return sum(Figure.CALL_ANSWERED, Figure.CALL_INTERNAL);
  }

  /// How many calls failed by this fault.
  public long failed(CallFault fault) {
    return of(Figure.of(fault));
  }

  /// How many attempts have ended.
  public long attempts() {
    return sum(Figure.ATTEMPT_ANSWERED, Figure.ATTEMPT_INTERNAL);
  }

  /// How many attempts were retries, fallbacks or races.
  public long repeats() {
    return of(Figure.BECAUSE_RETRY) + of(Figure.BECAUSE_FALLBACK) + of(Figure.BECAUSE_RACE);
  }

  /// The mean latency of answered calls: to the first token of streams, to the end of whole
  /// answers.
  public Optional<Duration> latency() {
    long answered = of(Figure.CALL_ANSWERED);
    return answered == 0
        ? Optional.empty()
        : Optional.of(Duration.ofNanos(mean(Figure.LATENCY_MICROS)));
  }

  /// The mean parts of the latency of answered calls.
  public Optional<Report.Parts> latencyParts() {
    if (of(Figure.CALL_ANSWERED) == 0) {
      return Optional.empty();
    }
    long queue = mean(Figure.LATENCY_QUEUE_MICROS);
    long gateway = mean(Figure.LATENCY_GATEWAY_MICROS);
    long all = mean(Figure.LATENCY_MICROS);
    return Optional.of(new Report.Parts(queue, gateway, Math.max(0, all - queue - gateway)));
  }

  /// The mean of a time over answered calls, in nanoseconds.
  private long mean(Figure micros) {
    return of(micros) * 1000 / of(Figure.CALL_ANSWERED);
  }

  /// How many times a histogram has counted.
  public long count(Measure measure) {
    return LongStream.of(vector).skip(measure.offset()).limit(DurationBuckets.COUNT).sum();
  }

  /// The time within which the share `quantile` of a histogram lies, to within 5 %; empty where it
  /// holds none.
  public Optional<Duration> quantile(Measure measure, double quantile) {
    long rank = (long) Math.ceil(quantile * count(measure));
    long seen = 0;
    for (int bucket = 0; bucket < DurationBuckets.COUNT && rank > 0; bucket++) {
      seen += vector[measure.offset() + bucket];
      if (seen >= rank) {
        return Optional.of(DurationBuckets.middle(bucket));
      }
    }
    return Optional.empty();
  }

  /// Returns the sums of these totals and others.
  public Totals and(Totals more) {
    long[] sums = vector.clone();
    for (int i = 0; i < sums.length; i++) {
      sums[i] += more.vector[i];
    }
    return new Totals(sums);
  }

  private long sum(Figure first, Figure last) {
    long sum = 0;
    for (int i = first.place(); i <= last.place(); i++) {
      sum += vector[i];
    }
    return sum;
  }
}
