package dev.sluice.sim.scenario;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// The distribution that a quantity is drawn from: nanoseconds, or tokens. A drawn value is never
/// negative.
public sealed interface Distribution {

  /// Draws one value.
  double draw(RandomGenerator random);

  /// Returns the sum of so many draws.
  default double sum(int draws, RandomGenerator random) {
    double sum = 0;
    for (int i = 0; i < draws; i++) {
      sum += draw(random);
    }
    return sum;
  }

  /// The distribution that always draws the same value.
  record Constant(double value) implements Distribution {
    @Override
    public double draw(RandomGenerator random) {
      return value;
    }

    @Override
    public double sum(int draws, RandomGenerator random) {
      return value * draws;
    }
  }

  /// The distribution in which each value between two bounds is as likely as any other.
  record Uniform(double from, double to) implements Distribution {
    public Uniform {
      if (!(from <= to)) {
        throw new IllegalArgumentException("the bounds " + from + ", " + to + " are not in order");
      }
    }

    @Override
    public double draw(RandomGenerator random) {
      return from + (to - from) * random.nextDouble();
    }
  }

  /// The bell curve, its negative part counted as zero.
  record Normal(double mean, double deviation) implements Distribution {
    @Override
    public double draw(RandomGenerator random) {
      return Math.max(0, mean + deviation * random.nextGaussian());
    }
  }

  /// Skewed to the right, as latencies are.
  ///
  /// @param sigma the deviation of the logarithm: at 0.5, one in 40 is above 2.7 times the median
  record LogNormal(double median, double sigma) implements Distribution {
    @Override
    public double draw(RandomGenerator random) {
      return median * Math.exp(sigma * random.nextGaussian());
    }
  }

  /// The distribution of a time that is as likely to end at each moment as at any other.
  record Exponential(double mean) implements Distribution {
    @Override
    public double draw(RandomGenerator random) {
      return mean * random.nextExponential();
    }
  }

  /// Makes the distribution that always draws `duration`, in nanoseconds.
  static Distribution of(Duration duration) {
    return new Constant(duration.toNanos());
  }

  /// Makes the distribution that always draws `count`.
  static Distribution of(long count) {
    return new Constant(count);
  }
}
