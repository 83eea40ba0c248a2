package dev.sluice.dialect.rule;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// One limit of a provider, as its headers state it.
///
/// @param what `requests` or `tokens`
/// @param limit and `remaining` as the provider has written them; empty where not told
/// @param reset the time until the limit is whole again; null where not told
public record RateWindow(String what, String limit, String remaining, @Nullable Duration reset) {
  /// Whether the headers state anything of the limit.
  public boolean told() {
    return !limit.isEmpty() || !remaining.isEmpty() || reset != null;
  }
}
