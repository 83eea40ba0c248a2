package dev.sluice.internal.quota;

import dev.sluice.call.Call;
import dev.sluice.call.Usage;
import dev.sluice.call.request.RequestFacts;
import dev.sluice.internal.stats.MovingMean;
import java.util.OptionalLong;

/// Estimate of a call's tokens: input by the request's size times the tokens a byte that this model
/// has been seen to charge, output by the mean of what it wrote and one deviation. A few calls
/// correct an estimate that is off by ten times.
///
/// ```text
/// ratio  = tokens / bytes                  decaying sums over about 50 calls
/// error  = sqrt(mean((input / estimate - 1)^2))
/// output = mean + sqrt(mean of squares - mean^2)
/// ```
public final class LearnedEstimate {
  /// English has about four bytes a token.
  private static final double PRIOR = 0.25;

  /// What the prior weighs, in bytes, which is less than one ordinary call; and how many tokens a
  /// call writes, before anything is known.
  private static final double PRIOR_SIZE = 512;

  /// A picture in the request is many bytes and few tokens: size says nothing beyond this. Inputs
  /// of embeddings are none.
  private static final int SIZE_MAX = 128 * 1024;

  /// What a ratio may be too high by.
  private static final double TOO_HIGH = 10;

  /// How much of the sums of tokens and bytes is kept from call to call.
  private static final double KEPT = 0.98;

  private static final double ERROR_PRIOR = 0.2;

  private OptionalLong output;
  private double tokens = PRIOR * PRIOR_SIZE;
  private double bytes = PRIOR_SIZE;
  private final MovingMean squaredError = new MovingMean(MovingMean.FEW, ERROR_PRIOR * ERROR_PRIOR);
  private final MovingMean written = new MovingMean(MovingMean.FEW, PRIOR_SIZE);
  private final MovingMean squaredWritten = new MovingMean(MovingMean.FEW, PRIOR_SIZE * PRIOR_SIZE);

  /// @param output how many tokens to expect, always; empty to learn it
  public LearnedEstimate(OptionalLong output) {
    this.output = output;
  }

  /// Changes how many tokens of output to expect, always; empty to learn it.
  public void configure(OptionalLong output) {
    this.output = output;
  }

  /// How many tokens `call` reads.
  public long input(Call call) {
    return (long) Math.ceil(size(call) * ratio());
  }

  /// How many it reads at the least: what a refusal for good may rest on.
  public long leastInput(Call call) {
    return (long) (size(call) * ratio() / TOO_HIGH);
  }

  /// By how much [#input] is off, as a share of it: the standard deviation.
  public double error() {
    return Math.sqrt(squaredError.value());
  }

  /// How many it writes, where that is not bounded by itself.
  public long output(Call call) {
    double mean = written.value();
    double deviation = Math.sqrt(Math.max(0, squaredWritten.value() - mean * mean));
    return output.orElse((long) Math.ceil(mean + deviation));
  }

  /// How many a call writes on average.
  public double meanOutput() {
    return written.value();
  }

  /// Learns from the usage that the provider has reported for `call`.
  public void learn(Call call, Usage usage) {
    if (!usage.telling()) {
      return;
    }
    int size = size(call);
    if (usage.input() > 0 && size > 0) {
      double off = Math.min(1, Math.abs(usage.input() / (size * ratio()) - 1));
      squaredError.add(off * off);
      tokens = KEPT * tokens + Math.min((double) usage.input(), size / PRIOR);
      bytes = KEPT * bytes + size;
    }
    double wrote = Math.min(RequestFacts.MAX_TOKENS, usage.output());
    written.add(wrote);
    squaredWritten.add(wrote * wrote);
  }

  private double ratio() {
    return tokens / bytes;
  }

  private static int size(Call call) {
    int size = call.body().size();
    return switch (call.operation()) {
      case EMBEDDINGS, BATCH_EMBED_CONTENTS, COHERE_EMBED -> size;
      default -> Math.min(SIZE_MAX, size);
    };
  }
}
