package dev.sluice.sim;

/// Makes one seed of two numbers (the finalizer of SplitMix64, Steele et al. 2014).
final class SeedMixer {
  private SeedMixer() {}

  static long of(long a, long b) {
    long z = a + 0x9E3779B97F4A7C15L * (b + 1);
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }
}
