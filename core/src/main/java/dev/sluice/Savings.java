package dev.sluice;

import dev.sluice.batch.BatchConfig;
import java.util.Optional;

/// How a route answers calls without an upstream call for each; nothing of it by default.
///
/// @param coalesce whether identical calls under way share one
/// @param batch how concurrent calls are put together; empty for never
public record Savings(boolean coalesce, Optional<BatchConfig> batch) {

  /// An upstream call for each.
  public static Savings none() {
    return new Savings(false, Optional.empty());
  }
}
