package dev.sluice.internal.quota;

import java.util.SplittableRandom;

/// Draws calls of a kind.
///
/// @param rate arrivals a second on average
/// @param batch how many come at once
/// @param input median of the input tokens, log-normal
/// @param inputSpread its sigma
/// @param output median of the output tokens, log-normal
/// @param outputSpread its sigma
/// @param maxTokens what clients set; zero for nothing
public record Workload(
    double rate,
    int batch,
    double input,
    double inputSpread,
    double output,
    double outputSpread,
    int maxTokens) {

  /// Like Azure's conversation trace: near Poisson.
  public static Workload conversation() {
    return new Workload(5.5, 1, 1020, 0.6, 129, 0.66, 1024);
  }

  /// Like Azure's code trace: bursts, long inputs, short outputs.
  static Workload code() {
    return new Workload(2.6, 26, 1500, 0.8, 13, 1.2, 512);
  }

  Workload withMaxTokens(int other) {
    return new Workload(rate, batch, input, inputSpread, output, outputSpread, other);
  }

  /// Tokens a second that it uses on average.
  double tokens() {
    return rate * (mean(input, inputSpread) + mean(output, outputSpread));
  }

  int drawInput(SplittableRandom random) {
    return draw(random, input, inputSpread, 8_000);
  }

  int drawOutput(SplittableRandom random) {
    return draw(random, output, outputSpread, maxTokens > 0 ? maxTokens : 8_000);
  }

  double gap(SplittableRandom random) {
    return -Math.log(1 - random.nextDouble()) * batch / rate;
  }

  private static int draw(SplittableRandom random, double median, double sigma, int most) {
    double value = median * Math.exp(sigma * random.nextGaussian());
    return (int) Math.clamp(value, 1, most);
  }

  private static double mean(double median, double sigma) {
    return median * Math.exp(sigma * sigma / 2);
  }
}
