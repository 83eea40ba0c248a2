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
  }

  void entered() {
    waiting++;
  }

  void started(long now) {
    begins();
    starts.well(now);
    failing = 0;
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

  /// The share of calls that is better kept away while the circuit is closed. 0 while at most 5 %
  /// fail.
  double toShed(long now) {
    if (starts.bad() == 0 && ends.bad() == 0) {
      return 0;
    }
    double ok = okShare(now);
    double calls = Math.max(starts.total(), ends.total());
    return Math.max(0, (calls - calls * ok / (1 - TOLERATED)) / (calls + 1));
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

  private double okShare(long now) {
    starts.forget(now);
    ends.forget(now);
    return okShare(starts, 0) * okShare(ends, streaming);
  }

  private double okShare(Window window, int more) {
    double total = (double) window.total() + more;
    return total < config.minCalls() ? 1 : 1 - window.bad() / total;
  }
}
