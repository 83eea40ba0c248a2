package dev.sluice.lab.reload;

import java.time.Duration;

/// How much is done.
///
/// @param reloads under load
/// @param every the time between two of them
/// @param rate streamed calls a second
/// @param more reloads after that, for the heap
public record ReloadOptions(int reloads, Duration every, int rate, int more) {
  public ReloadOptions {
    if (reloads < 1 || rate < 1 || more < 0) {
      throw new IllegalArgumentException(
          "--reloads and --rate must be at least 1, --more at least 0; they are %d, %d and %d"
              .formatted(reloads, rate, more));
    }
  }
}
