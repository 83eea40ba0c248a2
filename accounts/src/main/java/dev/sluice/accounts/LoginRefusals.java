package dev.sluice.accounts;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Which refusals of logins stand in the audit log: the first one of somebody, and the next ones
/// ten seconds, a minute, ten minutes and an hour later while they go on, each with how many there
/// were since; everybody with an account at the provider can cause them. Those of at most 1,000 are
/// known, and of more the oldest are forgotten. Safe for any thread.
final class LoginRefusals {
  private static final int MOST = 1_000;

  /// The pauses behind entries, as refusals go on.
  private static final List<Duration> PAUSES =
      List.of(
          Duration.ofSeconds(10),
          Duration.ofMinutes(1),
          Duration.ofMinutes(10),
          Duration.ofHours(1));

  // Guarded by this.
  private final Map<String, Noted> noted = new LinkedHashMap<>();

  /// What is known of somebody's refusals.
  ///
  /// @param written when the last entry was, in milliseconds since 1970
  /// @param pause the number of the pause behind it
  /// @param since how many refusals there were since
  private record Noted(long written, int pause, long since) {
    long due() {
      return written + PAUSES.get(pause).toMillis();
    }

    boolean isForgotten(long now) {
      return now >= due() + PAUSES.get(pause).toMillis();
    }
  }

  /// Notes a refusal.
  ///
  /// @param now in milliseconds since 1970
  /// @return what the entry says that is to be written now; empty for none
  synchronized Optional<String> note(String subject, String why, long now) {
    String of = subject + " " + why;
    Noted before = noted.get(of);
    if (before == null || before.isForgotten(now)) {
      noted.remove(of);
      noted.put(of, new Noted(now, 0, 0));
      if (noted.size() > MOST) {
        noted.remove(noted.keySet().iterator().next());
      }
      return Optional.of(why);
    }
    long since = before.since() + 1;
    if (now < before.due()) {
      noted.put(of, new Noted(before.written(), before.pause(), since));
      return Optional.empty();
    }
    noted.put(of, new Noted(now, Math.min(before.pause() + 1, PAUSES.size() - 1), 0));
    return Optional.of(since == 1 ? why : why + " " + since + " times");
  }

  /// Forgets what was noted where its entry could not be written, so that the next refusal has one.
  synchronized void forget(String subject, String why) {
    noted.remove(subject + " " + why);
  }
}
