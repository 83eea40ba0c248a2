package dev.sluice.internal.quota.estimate;

import dev.sluice.call.Call;
import dev.sluice.call.Usage;
import dev.sluice.call.request.Operation;
import dev.sluice.call.request.RequestFacts;
import java.util.OptionalLong;

/// Input by the request's size times the tokens a byte that this model has been seen to charge;
/// output by the mean of what it wrote and one deviation. A few calls correct an estimate that is
/// off by ten times.
public final class LearnedEstimate implements Estimate {
  /// English has about four bytes a token.
  private static final double PRIOR = 0.25;

  /// What the prior weighs, in bytes: less than one ordinary call.
  private static final double PRIOR_BYTES = 500;

  /// A picture in the request is many bytes and few tokens: size says nothing beyond this. Inputs
  /// of embeddings are none.
  private static final int SIZE_MAX = 128 * 1024;

  private static final double MIN = 0.001;
  private static final double MAX = 4;

  /// After so many calls the ratio is known.
  private static final int KNOWN = 20;

  /// What an unknown ratio may be too high by, and a known one.
  private static final double UNKNOWN_ERROR = 10;

  private static final double KNOWN_ERROR = 1.25;

  /// How much of the past is kept from call to call.
  private static final double KEPT = 0.98;

  private static final double ERROR_PRIOR = 0.2;
  private static final double OUTPUT_PRIOR = 512;
  private static final double WEIGHT = 0.05;

  private final OptionalLong output;
  private double tokens = PRIOR * PRIOR_BYTES;
  private double bytes = PRIOR_BYTES;
  private double error = ERROR_PRIOR * ERROR_PRIOR;
  private int seen;
  private int written;
  private double mean = OUTPUT_PRIOR;
  private double square = OUTPUT_PRIOR * OUTPUT_PRIOR;

  /// @param output how many tokens to expect, always; empty to learn it
  public LearnedEstimate(OptionalLong output) {
    this.output = output;
  }

  @Override
  public long input(Call call) {
    return (long) Math.ceil(size(call) * ratio());
  }

  @Override
  public long leastInput(Call call) {
    return (long) (size(call) * ratio() / (seen < KNOWN ? UNKNOWN_ERROR : KNOWN_ERROR));
  }

  @Override
  public double error() {
    return Math.sqrt(error);
  }

  @Override
  public long output(Call call) {
    double deviation = Math.sqrt(Math.max(0, square - mean * mean));
    return output.orElse((long) Math.ceil(mean + deviation));
  }

  @Override
  public double meanOutput() {
    return mean;
  }

  @Override
  public void learn(Call call, Usage usage) {
    if (!usage.telling()) {
      return;
    }
    int size = size(call);
    if (usage.input() > 0 && size > 0) {
      double off = Math.min(1, Math.abs(usage.input() / (size * ratio()) - 1));
      error += Math.max(WEIGHT, 1.0 / (seen + 1)) * (off * off - error);
      tokens = KEPT * tokens + Math.clamp((double) usage.input(), MIN * size, MAX * size);
      bytes = KEPT * bytes + size;
      seen = Math.min(KNOWN, seen + 1);
    }
    // The first ones count as a plain mean, so that the prior is soon forgotten.
    double weight = Math.max(WEIGHT, 1.0 / ++written);
    double wrote = Math.min(RequestFacts.MAX_TOKENS, usage.output());
    mean += weight * (wrote - mean);
    square += weight * (wrote * wrote - square);
    written = Math.min(written, KNOWN);
  }

  private double ratio() {
    return tokens / bytes;
  }

  private static int size(Call call) {
    int size = call.body().size();
    return call.operation() == Operation.EMBEDDINGS ? size : Math.min(SIZE_MAX, size);
  }
}
