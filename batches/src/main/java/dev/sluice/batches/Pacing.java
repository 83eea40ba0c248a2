package dev.sluice.batches;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// How many lines of a batch may be out, and when what was refused is tried again: additive
/// increase and multiplicative decrease (Chiu and Jain, 1989), since what is refused at the
/// gateway's own queue costs it work; exponential backoff with equal jitter where no hint says when
/// to come. A pure state machine; times are in nanoseconds of a clock that only goes forward.
final class Pacing {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final long POLL = Duration.ofSeconds(30).toNanos();
  private static final long LONGEST = Duration.ofMinutes(1).toNanos();
  private static final long LONGEST_HINT = Duration.ofMinutes(15).toNanos();
  private static final int DOUBLINGS = 6;

  private final int most;
  private final RandomGenerator random;
  private int limit;
  private long cutAt;
  private boolean cut;
  private long pausedUntil;

  /// Read by any thread.
  private volatile Pause pause = Pause.NONE;

  /// @param most how many lines may be out
  Pacing(int most, RandomGenerator random) {
    this.most = most;
    this.limit = most;
    this.random = random;
  }

  /// How many lines may be out now; none in a pause.
  int limit(long now) {
    return isPaused(now) ? 0 : limit;
  }

  boolean isPaused(long now) {
    return pause != Pause.NONE && now - pausedUntil < 0;
  }

  /// Why no lines are called, or why the last pause was begun that nothing has ended since.
  Pause pause() {
    return pause;
  }

  /// When the pause ends.
  long pausedUntil() {
    return pausedUntil;
  }

  /// A line has got its result: there is room.
  void answered() {
    pause = pause == Pause.DISK || pause == Pause.FILES ? pause : Pause.NONE;
    limit = Math.min(most, limit + 1);
  }

  /// A line was refused for lack of capacity. What many lines are told at once counts once.
  void crowded(long now) {
    if (!cut || now - cutAt >= SECOND) {
      cut = true;
      cutAt = now;
      limit = Math.max(1, limit / 2);
    }
  }

  /// Begins a pause, or lets it go on. Behind it one line is tried.
  ///
  /// @param after how long to wait, where that is known
  void pause(Pause why, Optional<Duration> after, long now) {
    long wait = Math.clamp(after.map(Duration::toNanos).orElse(POLL), SECOND, POLL);
    pause = why;
    pausedUntil = now + wait;
    limit = 1;
  }

  /// Ends a pause of this kind.
  void resume(Pause why) {
    if (pause == why) {
      pause = Pause.NONE;
    }
  }

  /// When a line is tried again.
  ///
  /// @param tries how often it has been tried
  long again(Optional<Duration> after, int tries, long now) {
    if (after.isPresent()) {
      long hint = Math.clamp(after.get().toNanos(), 0, LONGEST_HINT);
      return now + hint + spread(Math.max(hint / 4, SECOND / 4));
    }
    long wait = Math.min(LONGEST, SECOND << Math.min(tries, DOUBLINGS));
    return now + wait / 2 + spread(wait / 2);
  }

  private long spread(long over) {
    return (long) (random.nextDouble() * over);
  }
}
