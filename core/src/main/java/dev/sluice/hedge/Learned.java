package dev.sluice.hedge;

import dev.sluice.call.Call;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// When a first token is late, learned from those that hedging has seen, target by target. Safe for
/// any thread; only [#add] takes a lock.
final class Learned implements Lateness {
  private final Map<String, FirstTokens> byTarget = new ConcurrentHashMap<>();

  /// An attempt at `target` had its first token after so long, or had none by then.
  void add(String target, Duration took) {
    byTarget.computeIfAbsent(target, _ -> new FirstTokens()).add(took);
  }

  @Override
  public Optional<Duration> of(Call call, String target) {
    FirstTokens seen = byTarget.get(target);
    return seen == null ? Optional.empty() : seen.late();
  }
}
