package dev.sluice.config.policy;

import java.time.Duration;

/// The settings by which calls are put together.
///
/// @param maxItems the most inputs of a shared call
/// @param maxWait the longest time that a call waits for others
public record BatchConfig(int maxItems, Duration maxWait) {
  /// The largest `maxItems`. No provider takes more inputs in one call.
  public static final int ITEMS_MAX = 2048;

  /// The longest `maxWait`. No call is worth waiting longer for.
  public static final Duration WAIT_MAX = Duration.ofSeconds(10);

  public BatchConfig {
    if (maxItems < 2 || maxItems > ITEMS_MAX) {
      throw new IllegalArgumentException(
          "maxItems is " + maxItems + "; it must be from 2 to " + ITEMS_MAX);
    }
    if (!maxWait.isPositive() || maxWait.compareTo(WAIT_MAX) > 0) {
      throw new IllegalArgumentException(
          "maxWait is " + maxWait + "; it must be above zero and at most " + WAIT_MAX);
    }
  }

  /// The defaults: 256 inputs, 20 ms.
  public static BatchConfig defaults() {
    return new BatchConfig(256, Duration.ofMillis(20));
  }
}
