package dev.sluice.lab.admit;

import java.util.SplittableRandom;

/// The size of a call's body in bytes: its input, at a little more than the usual estimate of four
/// bytes a token, 10 % off from call to call.
///
/// @param seed of what is off
record BodySizes(long seed) {
  private static final double BYTES_A_TOKEN = 4.6;
  private static final double ERROR = 0.1;
  private static final long LARGEST = 16L * 1024 * 1024;

  /// Returns the size of the body of `call` in bytes; the same at each call.
  public int of(WorkloadCall demand) {
    var random = new SplittableRandom(seed * LARGEST + demand.number());
    double off = Math.exp(ERROR * random.nextGaussian() - ERROR * ERROR / 2);
    return (int) Math.clamp((long) (demand.input() * BYTES_A_TOKEN * off), 1, LARGEST);
  }

  /// Returns the largest size of a body, in bytes.
  static int most() {
    return (int) LARGEST;
  }
}
