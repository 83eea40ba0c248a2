package dev.sluice.lab.trace;

import java.util.Arrays;
import java.util.List;

/// A trace: calls in the order in which they came.
///
/// @param name for reports
/// @param arrivals two or more, the first at zero
public record Trace(String name, List<Arrival> arrivals) {
  private static final double NANOS = 1e9;

  /// The number of calls that keep within the bound that callers set to their output.
  private static final double BOUNDED = 0.995;

  /// The variance over the mean of counts, up to which they count as steady; a Poisson process has
  /// 1.
  private static final double STEADY = 2;

  public Trace {
    arrivals = List.copyOf(arrivals);
    if (arrivals.size() < 2 || arrivals.getLast().at() == 0) {
      throw new TraceException(
          name + " holds " + arrivals.size() + " calls at one instant; a rate needs two instants");
    }
  }

  /// Returns the seconds from the first arrival to the last.
  public double seconds() {
    return arrivals.getLast().at() / NANOS;
  }

  /// Whether calls come much as if each came by itself: the counts of whole seconds vary little
  /// more than those of a Poisson process. The others have violent bursts.
  public boolean isSteady() {
    int[] counts = new int[(int) seconds() + 1];
    arrivals.forEach(arrival -> counts[(int) (arrival.at() / NANOS)]++);
    double mean = Arrays.stream(counts).average().orElse(0);
    double variance = Arrays.stream(counts).mapToDouble(n -> (n - mean) * (n - mean)).sum();
    return variance / counts.length <= STEADY * mean;
  }

  /// Returns the calls a second, in the mean.
  public double callRate() {
    return arrivals.size() / seconds();
  }

  /// Tokens a second, read and written, in the mean.
  public double tokenRate() {
    return arrivals.stream().mapToDouble(a -> a.input() + a.output()).sum() / seconds();
  }

  /// The bound that its callers would set to the output, as they do: a power of two that nearly
  /// every answer keeps within.
  public long maxTokens() {
    long[] outputs = arrivals.stream().mapToLong(Arrival::output).sorted().toArray();
    long bound = Math.max(1, outputs[(int) (BOUNDED * (outputs.length - 1))]);
    long power = Long.highestOneBit(bound);
    return power == bound ? power : 2 * power;
  }
}
