package dev.sluice.lab.nodes;

import java.util.Arrays;

/// What a provider was asked for, net of what came back: amounts with their instants.
final class ChargeLog {
  private static final int FIRST = 1_024;
  private static final long SECOND = 1_000_000_000;

  private long[] at = new long[FIRST];
  private double[] amount = new double[FIRST];
  private int size;

  void add(long now, double tokens) {
    if (size == at.length) {
      at = Arrays.copyOf(at, 2 * size);
      amount = Arrays.copyOf(amount, 2 * size);
    }
    at[size] = now;
    amount[size] = tokens;
    size++;
  }

  /// Returns what was charged from one instant to another.
  double between(long from, long to) {
    double sum = 0;
    for (int i = 0; i < size; i++) {
      sum += at[i] >= from && at[i] < to ? amount[i] : 0;
    }
    return sum;
  }

  /// Returns what was charged in each second.
  double[] bySecond(int seconds) {
    double[] all = new double[seconds];
    for (int i = 0; i < size; i++) {
      int second = (int) (at[i] / SECOND);
      if (second < seconds) {
        all[second] += amount[i];
      }
    }
    return all;
  }

  /// Returns the most that was charged in any time of that length.
  double mostWithin(long nanos) {
    double most = 0;
    double sum = 0;
    int first = 0;
    for (int i = 0; i < size; i++) {
      sum += amount[i];
      for (; at[first] <= at[i] - nanos; first++) {
        sum -= amount[first];
      }
      most = Math.max(most, sum);
    }
    return most;
  }

  /// Returns by how much more was charged at some time than a bucket of this rate, in tokens a
  /// nanosecond, ever holds.
  double beyond(double rate, double capacity) {
    double missing = 0;
    double most = 0;
    long last = 0;
    for (int i = 0; i < size; i++) {
      missing = Math.max(0, missing - rate * (at[i] - last)) + amount[i];
      last = at[i];
      most = Math.max(most, missing);
    }
    return Math.max(0, most - capacity);
  }
}
