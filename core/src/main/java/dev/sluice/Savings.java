package dev.sluice;

import dev.sluice.batch.BatchConfig;
import java.util.Optional;

/// How a route answers calls without an upstream call for each; nothing of it by default.
///
/// @param batch how concurrent calls are put together; empty for never
public record Savings(Optional<BatchConfig> batch) {

  /// An upstream call for each.
  public static Savings none() {
    return new Savings(Optional.empty());
  }
}
