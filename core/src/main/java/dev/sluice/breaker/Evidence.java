package dev.sluice.breaker;

import java.util.Optional;

/// What the attempts since the circuit last closed have told about the target.
///
/// An attempt waits for its first token, then streams, then has ended. Of those that have ended or
/// still stream a share has broken; of those that have started or failed to, a share has failed.
/// Counting what streams among the healthy keeps long streams from being seen only when they break.
final class Evidence {
  /// What a target may fail without being spared: the share that is shed begins there.
  private static final double TOLERATED = 0.05;

  private final BreakerConfig config;
  private final Window starts;
  private final Window ends;

  /// Of those that have started, who was late for it. A target that is slow is spared early, but it
  /// answers: only [#startedSlowly] opens the circuit.
  private final Window pace;

  private int waiting;
  private int streaming;

  /// Failures to start since the last good start, and those of them since any start at all.
  private int failing;

  private int silent;
  private boolean slow;

  Evidence(BreakerConfig config, long now) {
    this.config = config;
    this.starts = new Window(config.window(), now);
    this.ends = new Window(config.window(), now);
    this.pace = new Window(config.window(), now);
  }

  void entered() {
    waiting++;
  }

  void started(long now) {
    begins();
    starts.well(now);
    failing = 0;
  }

  void inTime(long now) {
    pace.well(now);
  }

  void late(long now) {
    pace.bad(now);
  }

  void startedSlowly(long now) {
    begins();
    starts.bad(now);
    failing++;
    slow = true;
  }

  void failedToStart(long now) {
    waiting--;
    starts.bad(now);
    failing++;
    silent++;
    slow = false;
  }

  void endedWell(long now) {
    streaming--;
    ends.well(now);
  }

  void broke(long now) {
    streaming--;
    ends.bad(now);
  }

  /// An attempt is over and says nothing.
  void left(boolean hadStarted) {
    if (hadStarted) {
      streaming--;
    } else {
      waiting--;
    }
  }

  /// Why the circuit must open, if it must.
  Optional<Change> opening(long now) {
    if (failing >= config.failures() && !isDrop()) {
      return Optional.of(slow ? Change.SLOW : Change.FAILURES);
    }
    return 1 - okShare(now) >= config.failureRate()
        ? Optional.of(Change.FAILURE_RATE)
        : Optional.empty();
  }

  /// Whether everything fails: nothing has come for twice as long as it takes to open.
  boolean isDead() {
    return silent >= 2 * config.failures();
  }

  /// The share of calls that is better kept away while the circuit is closed.
  ///
  /// Of those that fail, so many that what is left to fail is 5 % of what would come: failures cost
  /// repeats, of which there is a budget. Of those that are late, their share beyond 5 %: they cost
  /// time alone.
  double toShed(long now) {
    forget(now);
    double failing =
        1
            - (1 - starts.surelyBad(0, config.minCalls()))
                * (1 - ends.surelyBad(streaming, config.minCalls()));
    double late = pace.surelyBad(0, config.minCalls());
    double kept = Math.min(1, TOLERATED / failing) * Math.min(1, (1 - late) / (1 - TOLERATED));
    return 1 - kept;
  }

  private void begins() {
    waiting--;
    streaming++;
    silent = 0;
  }

  /// Whether the failures are a drop among those of whom nothing is known yet: with slow first
  /// tokens and many calls, a few quick errors come in a row before the first good start.
  private boolean isDrop() {
    return failing < TOLERATED * waiting;
  }

  private void forget(long now) {
    starts.forget(now);
    ends.forget(now);
    pace.forget(now);
  }

  private double okShare(long now) {
    forget(now);
    return okShare(starts, 0) * okShare(ends, streaming);
  }

  private double okShare(Window window, int more) {
    double total = (double) window.total() + more;
    return total < config.minCalls() ? 1 : 1 - window.bad() / total;
  }
}
