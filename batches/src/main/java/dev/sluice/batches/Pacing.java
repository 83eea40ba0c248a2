package dev.sluice.batches;

import java.time.Duration;
import java.util.Optional;
import java.util.random.RandomGenerator;

/// How many lines of a batch may be out, and when what was refused is tried again.
///
/// Of the lines that wait for a target so many are out that the gateway's queue always has some:
/// then admission lets go what the quota has room for, however many lines that are. What is refused
/// at the queue costs it work, so that is additive increase and multiplicative decrease (Chiu and
/// Jain, 1989). How many may be out in all is an [OutLimit]. Where no hint says when to come again
/// it is exponential backoff with equal jitter.
///
/// A pure state machine; times are in nanoseconds of a clock that only goes forward.
final class Pacing {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();
  private static final long POLL = Duration.ofSeconds(30).toNanos();
  private static final long LONGEST = Duration.ofMinutes(1).toNanos();
  private static final long LONGEST_HINT = Duration.ofMinutes(15).toNanos();
  private static final int DOUBLINGS = 6;

  private final int most;
  private final OutLimit out;
  private final RandomGenerator random;
  private int waiting;
  private long cutAt;
  private boolean cut;
  private long pausedUntil;

  /// Read by any thread.
  private volatile PauseReason pause = PauseReason.NONE;

  /// @param waiting how many lines may wait for a target; with so many a batch begins
  /// @param running how many lines may be out in all
  Pacing(int waiting, int running, RandomGenerator random) {
    this.most = Math.min(waiting, running);
    this.waiting = most;
    this.out = new OutLimit(most, running);
    this.random = random;
  }

  /// Whether one more line may be out now; none may in a pause.
  ///
  /// @param lines how many are out
  /// @param unsent how many of them wait for a target
  boolean hasRoom(int lines, int unsent, long now) {
    return !isPaused(now) && unsent < waiting && out.hasRoom(lines);
  }

  boolean isPaused(long now) {
    return pause != PauseReason.NONE && now - pausedUntil < 0;
  }

  /// Why no lines are called, or why the last pause was begun that nothing has ended since.
  PauseReason pause() {
    return pause;
  }

  /// When the pause ends.
  long pausedUntil() {
    return pausedUntil;
  }

  /// A line has got its result: there is room.
  void answered() {
    pause = pause == PauseReason.DISK || pause == PauseReason.FILES ? pause : PauseReason.NONE;
    waiting = Math.min(most, waiting + 1);
    out.answered();
  }

  /// A target has answered a line.
  ///
  /// @param sent since when it worked on it
  void took(long sent, long now) {
    out.took(sent, now);
  }

  /// A line was refused for lack of capacity. What many lines are told at once counts once.
  ///
  /// @param sent whether a target has refused it, and not the queue
  void crowded(boolean sent, long now) {
    if (!cut || now - cutAt >= SECOND) {
      cut = true;
      cutAt = now;
      if (sent) {
        out.cut();
      } else {
        waiting = Math.max(1, waiting / 2);
      }
    }
  }

  /// Begins a pause, or lets it go on. Behind it one line is tried.
  ///
  /// @param after how long to wait, where that is known
  void pause(PauseReason why, Optional<Duration> after, long now) {
    long wait = Math.clamp(after.map(Duration::toNanos).orElse(POLL), SECOND, POLL);
    pause = why;
    pausedUntil = now + wait;
    out.toOne();
  }

  /// Ends a pause of this kind.
  void resume(PauseReason why) {
    if (pause == why) {
      pause = PauseReason.NONE;
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
