package dev.sluice.lab.prove;

import dev.sluice.sim.scenario.Distribution;
import java.time.Duration;

/// The kinds of calls that applications make.
///
/// The share of calls that repeat one of the last second includes that of nothing else; the other
/// repeats are of any earlier call.
@SuppressWarnings("ImmutableEnumChecker")
public enum Workload {
  /// Chats, and embeddings of one to four texts, some of which repeat an earlier one, as those of
  /// retrieval services do.
  RETRIEVAL(4, 0.35, 0.05, 0.2, 512, new Output(130, 0.7, 5)),
  /// Long chats, of which most are asked by several applications within a second.
  CHATS(1, 0, 0.6, 0.1, 1_024, new Output(500, 0.3, 15));

  private final double speed;
  private final double embeddings;
  private final double repeatSecond;
  private final double repeatAny;
  private final int maxTokens;
  private final Output output;

  /// The outputs of chats, in tokens, whose logarithms are normal.
  ///
  /// @param millis the median time from one token to the next
  record Output(double median, double sigma, long millis) {

    double mean() {
      return median * Math.exp(sigma * sigma / 2);
    }

    Distribution tokens() {
      return new Distribution.LogNormal(median, sigma);
    }

    Distribution pace() {
      return new Distribution.LogNormal(Duration.ofMillis(millis).toNanos(), 0.3);
    }
  }

  Workload(
      double speed,
      double embeddings,
      double repeatSecond,
      double repeatAny,
      int maxTokens,
      Output output) {
    this.speed = speed;
    this.embeddings = embeddings;
    this.repeatSecond = repeatSecond;
    this.repeatAny = repeatAny;
    this.maxTokens = maxTokens;
    this.output = output;
  }

  /// How many times as fast the trace's arrivals come.
  double speed() {
    return speed;
  }

  /// The share of the calls that are embeddings.
  double embeddings() {
    return embeddings;
  }

  /// The share of the calls that repeat one of the last second.
  double repeatSecond() {
    return repeatSecond;
  }

  /// The share of the calls that repeat any earlier one.
  double repeatAny() {
    return repeatAny;
  }

  /// The bound that the applications set to the output of a chat, in tokens.
  int maxTokens() {
    return maxTokens;
  }

  Output output() {
    return output;
  }
}
