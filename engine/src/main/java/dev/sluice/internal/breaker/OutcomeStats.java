package dev.sluice.internal.breaker;

import dev.sluice.call.Call;
import dev.sluice.config.policy.BreakerConfig;
import dev.sluice.stats.Transition;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The statistics of the attempts since the circuit last closed.
///
/// An attempt waits for its first token, then streams, then has ended. The share of broken attempts
/// is taken of those that have ended or still stream; the share of failed ones, of those that have
/// started or failed to. Counting what streams among the healthy keeps long streams from being seen
/// only when they break.
///
/// Failures that may be the request's own fault count twice over: here like all others, and with
/// the [Suspect] that they belong to, so that one caller's can be left out for everybody else.
final class OutcomeStats {
  /// The failure share that is tolerated: the share that is shed begins there.
  private static final double TOLERATED = 0.05;

  private final BreakerConfig config;
  private final Suspects suspects;
  private final OutcomeWindow starts;
  private final OutcomeWindow ends;

  /// The attempts that have started, by whether they were late. A target that is slow is spared
  /// early, but it answers: only [#startedSlowly] opens the circuit.
  private final OutcomeWindow pace;

  private int waiting;
  private int streaming;

  /// The number of attempts in a row that failed to start, or started slowly, since the last good
  /// start; and of those that failed to start since any start.
  private int failing;

  private int silent;
  private boolean slow;

  /// The reason why a circuit must open, and to whose requests alone; null for all.
  public record Opening(Transition why, @Nullable Aim to) {}

  public OutcomeStats(BreakerConfig config) {
    this.config = config;
    this.starts = new OutcomeWindow(config.window());
    this.ends = new OutcomeWindow(config.window());
    this.pace = new OutcomeWindow(config.window());
    this.suspects = new Suspects(starts, ends);
  }

  public void entered() {
    waiting++;
  }

  public void started(long now) {
    begins();
    starts.well(now);
    failing = 0;
    suspects.runEnds();
  }

  /// Records whether a first token was late among those that were usual.
  public void paced(boolean late, long now) {
    if (late) {
      pace.bad(now);
    } else {
      pace.well(now);
    }
  }

  public void startedSlowly(long now) {
    begins();
    starts.bad(now);
    fails(null);
    slow = true;
  }

  /// Records an attempt that failed to start.
  ///
  /// @param by whose request may have caused it; null where the target has failed for certain
  public void failedToStart(@Nullable BodyKind by, long now) {
    waiting--;
    if (by == null) {
      forget(now);
    }
    starts.bad(now);
    if (by != null) {
      by.failedToStart(starts);
    }
    fails(by);
    silent++;
    slow = false;
  }

  public void endedWell(long now) {
    streaming--;
    ends.well(now);
  }

  /// Records an answer that began and broke.
  ///
  /// @param by whose request may have caused the failure; null where the target has failed for
  ///   certain
  public void broke(@Nullable BodyKind by, long now) {
    streaming--;
    ends.bad(now);
    if (by != null) {
      by.broke(ends);
    }
  }

  /// Records an attempt whose end says nothing about the target.
  public void left(boolean hadStarted) {
    if (hadStarted) {
      streaming--;
    } else {
      waiting--;
    }
  }

  /// Returns the suspect, and the kind of bodies, that a failed request belongs to.
  public BodyKind suspect(Call call, long now) {
    forget(now);
    return suspects.of(call);
  }

  /// Sets to whose requests alone the circuit is open; null for all.
  public void aim(@Nullable Aim at) {
    suspects.aim(at);
  }

  /// Whether the circuit is open to one suspect's requests alone.
  public boolean isAimed() {
    return suspects.aimedAt() != null;
  }

  /// Whether the circuit is open to one suspect's requests alone, and their failures are too old to
  /// count.
  public boolean isAimOld(long now) {
    forget(now);
    Aim at = suspects.aimedAt();
    return at != null && at.failures().count() == 0;
  }

  /// Forgets to whose requests alone the circuit is open, together with a run of failures of the
  /// same suspect, which is too old as well.
  public void dropAim() {
    Aim at = suspects.aimedAt();
    Aim run = suspects.run();
    if (at != null && run != null && at.suspect() == run.suspect()) {
      suspects.runEnds();
      failing = 0;
    }
    suspects.aim(null);
  }

  /// Whether `call` is among those that the circuit is open to, once it is open.
  public boolean concerns(Call call) {
    Aim at = suspects.aimedAt();
    return at == null || at.covers(call);
  }

  /// Returns why the circuit must open, or open to more requests than it does: to as few as can
  /// explain the failures.
  ///
  /// @param warned whether the target fails elsewhere, so that half as many failures are enough
  public Optional<Opening> opening(boolean warned, long now) {
    forget(now);
    Optional<Opening> inRow = byRun(warned ? (config.failures() + 1) / 2 : config.failures());
    return inRow.isPresent() ? inRow : byRate();
  }

  private Optional<Opening> byRun(int enough) {
    if (failing < enough || isDrop()) {
      return Optional.empty();
    }
    Aim run = suspects.run();
    if (run == null) {
      return Optional.of(new Opening(slow ? Transition.SLOW : Transition.FAILURES, null));
    }
    Aim aimedAt = suspects.aimedAt();
    if (aimedAt == null || aimedAt.suspect() != run.suspect()) {
      return Optional.of(new Opening(Transition.ONE_CALLER, run));
    }
    return aimedAt.includes(run)
        ? Optional.empty()
        : Optional.of(new Opening(Transition.ONE_CALLER, run.wide()));
  }

  private Optional<Opening> byRate() {
    Aim aimed = suspects.aimedAt();
    if (!failsTooMany(aimed == null ? null : aimed.failures())) {
      return Optional.empty();
    }
    for (Aim to : suspects.candidates()) {
      if (!failsTooMany(to.failures())) {
        return Optional.of(new Opening(Transition.ONE_CALLER, to));
      }
    }
    return Optional.of(new Opening(Transition.FAILURE_RATE, null));
  }

  /// Whether everything fails: twice as many attempts as open the circuit have failed to start in a
  /// row.
  public boolean isDead() {
    return silent >= 2 * config.failures();
  }

  /// Returns the share of calls like `call` to keep away while the circuit is closed to it, from 0
  /// to 1.
  ///
  /// Sheds so many calls that the remaining failures are 5 % of all calls: failures cost repeats,
  /// of which there is a budget. Sheds the share of late attempts beyond 5 %: they cost time alone.
  public double toShed(Call call, long now) {
    forget(now);
    AmbiguousFailures without = suspects.foreignTo(call);
    double failureShare =
        1
            - (1
                    - starts.surelyBad(
                        0, config.minCalls(), without == null ? null : without.starts()))
                * (1
                    - ends.surelyBad(
                        streaming, config.minCalls(), without == null ? null : without.ends()));
    double late = pace.surelyBad(0, config.minCalls(), null);
    double passed =
        Math.min(1, TOLERATED / failureShare) * Math.min(1, (1 - late) / (1 - TOLERATED));
    return 1 - passed;
  }

  private void begins() {
    waiting--;
    streaming++;
    silent = 0;
  }

  private void fails(@Nullable BodyKind by) {
    suspects.runsOn(by, failing == 0);
    failing++;
  }

  /// Whether the failures are few among attempts whose result is still unknown: with slow first
  /// tokens and many calls, a few quick errors come in a row before the first good start.
  private boolean isDrop() {
    return failing < TOLERATED * waiting;
  }

  private void forget(long now) {
    starts.forget(now);
    ends.forget(now);
    pace.forget(now);
    suspects.forget();
    if (suspects.isRunOld()) {
      suspects.runEnds();
      failing = 0;
      silent = 0;
    }
  }

  /// @param without the failures that are left out; null for none
  private boolean failsTooMany(@Nullable AmbiguousFailures without) {
    double ok =
        okShare(starts, 0, without == null ? 0 : without.starts().bad())
            * okShare(ends, streaming, without == null ? 0 : without.ends().bad());
    return 1 - ok >= config.failureRate();
  }

  private double okShare(OutcomeWindow window, int more, int without) {
    double total = (double) window.total() + more - without;
    return total < config.minCalls() ? 1 : 1 - (window.bad() - without) / total;
  }
}
