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
final class LearnedEstimate {
  /// The tokens per byte that are assumed at first: English has about four bytes per token.
  private static final double PRIOR = 0.25;

  /// The weight of the prior in bytes, less than one ordinary call; also how many tokens a call is
  /// assumed to write before anything is known.
  private static final double PRIOR_SIZE = 512;

  /// The size in bytes beyond which it says nothing of the tokens, since a picture is many bytes
  /// and few tokens. Inputs of embeddings hold no pictures.
  private static final int SIZE_MAX = 128 * 1024;

  /// The factor by which the ratio may be too high.
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
  LearnedEstimate(OptionalLong output) {
    this.output = output;
  }

  /// Changes how many tokens of output to expect, always; empty to learn it.
  void configure(OptionalLong output) {
    this.output = output;
  }

  /// Returns how many tokens `call` is expected to read.
  long input(Call call) {
    return (long) Math.ceil(size(call) * ratio());
  }

  /// Returns how many tokens `call` reads at the least, on which a final refusal may rest.
  long leastInput(Call call) {
    return (long) (size(call) * ratio() / TOO_HIGH);
  }

  /// Returns the standard deviation of [#input], as a share of it.
  double error() {
    return Math.sqrt(squaredError.value());
  }

  /// Returns how many tokens `call` is expected to write, its own bound aside.
  long output(Call call) {
    double mean = written.value();
    double deviation = Math.sqrt(Math.max(0, squaredWritten.value() - mean * mean));
    return output.orElse((long) Math.ceil(mean + deviation));
  }

  /// Returns how many tokens a call writes on average.
  double meanOutput() {
    return written.value();
  }

  /// Learns from the usage that the provider has reported for `call`.
  void learn(Call call, Usage usage) {
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
      case EMBEDDINGS, BATCH_EMBED_CONTENTS, COHERE_EMBED, PREDICT, INVOKE_MODEL -> size;
      case RERANK, COHERE_RERANK, NIM_RANKING -> size;
      default -> Math.min(SIZE_MAX, size);
    };
  }
}
