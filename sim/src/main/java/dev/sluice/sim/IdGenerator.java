package dev.sluice.sim;

import java.util.HexFormat;
import java.util.concurrent.atomic.AtomicInteger;

/// Names for answers, never the same twice. Safe for any number of threads.
final class IdGenerator {
  private static final HexFormat HEX = HexFormat.of();

  private final long seed;
  private final AtomicInteger last = new AtomicInteger();

  IdGenerator(long seed) {
    this.seed = seed;
  }

  String next() {
    int number = last.incrementAndGet();
    return HEX.toHexDigits(SeedMixer.of(seed, number)) + HEX.toHexDigits(number);
  }
}
