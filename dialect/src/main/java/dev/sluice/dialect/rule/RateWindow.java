package dev.sluice.dialect.rule;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// What a provider's headers say about one of its limits.
///
/// @param what `requests` or `tokens`
/// @param limit and `remaining` as the provider has written them; empty: not told
/// @param reset until the limit is whole again; null: not told
public record RateWindow(String what, String limit, String remaining, @Nullable Duration reset) {
  /// Whether anything is told.
  public boolean told() {
    return !limit.isEmpty() || !remaining.isEmpty() || reset != null;
  }
}
