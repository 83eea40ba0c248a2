package dev.sluice.internal.breaker;

import dev.sluice.call.AttemptResult;
import dev.sluice.call.Call;
import dev.sluice.call.gate.Gate;
import dev.sluice.call.gate.Permit;
import dev.sluice.config.policy.BreakerConfig;
import dev.sluice.stats.State;
import dev.sluice.stats.Transition;
import java.util.Optional;

/// The plain three-state breaker: so many calls in a row that fail open it, for always the same
/// time; then one probe decides. An attempt that was admitted in an earlier state says nothing. The
/// caller of a failed call does not matter: one caller's failures open it for all, as with every
/// breaker of that kind.
final class ClassicCircuit implements Circuit {
  private final BreakerConfig config;
  private final PauseDetector pauses;
  private final TransitionLog log;
  private final long openFor;

  // Guarded by admission's lock.
  private State state = State.CLOSED;
  private int failing;
  private long until;

  /// Counts the changes of state, so that a permit knows whether its own is past.
  private int epoch;

  ClassicCircuit(BreakerConfig config, PauseDetector pauses, TransitionLog log) {
    this.config = config;
    this.pauses = pauses;
    this.log = log;
    this.openFor = config.open().base().toNanos();
  }

  @Override
  public Optional<Gate.Closed> closed(Call call, boolean last, long now) {
    return state == State.CLOSED || now - until >= 0
        ? Optional.empty()
        : Circuit.closed(until, now);
  }

  @Override
  public Permit enter(Call call, long now) {
    if (state == State.OPEN) {
      tryAgain(Transition.PROBING);
    }
    if (state == State.HALF_OPEN) {
      // The probe's lease: if it has not reported for so long, another one goes.
      until = now + openFor;
    }
    int entered = epoch;
    return attempt -> settle(entered, attempt);
  }

  @Override
  public boolean lacksCalls(long now) {
    return state == State.OPEN && now - until >= 0;
  }

  @Override
  public void tryAgain(Transition why) {
    change(why);
  }

  private void settle(int entered, AttemptResult attempt) {
    if (entered != epoch) {
      return;
    }
    switch (Verdict.of(attempt.outcome())) {
      case WELL -> well();
      case BAD, AMBIGUOUS -> bad(attempt);
      case LATE, NOTHING -> nothing(attempt.ended());
    }
  }

  private void well() {
    failing = 0;
    if (state == State.HALF_OPEN) {
      change(Transition.RECOVERED);
    }
  }

  private void bad(AttemptResult attempt) {
    if (pauses.explain(attempt.begun(), attempt.ended())) {
      nothing(attempt.ended());
    } else if (state == State.HALF_OPEN) {
      open(Transition.PROBE_FAILED, attempt.ended());
    } else if (++failing >= config.failures()) {
      open(Transition.FAILURES, attempt.ended());
    }
  }

  private void nothing(long now) {
    if (state == State.HALF_OPEN) {
      until = now;
    }
  }

  private void open(Transition why, long now) {
    until = now + openFor;
    failing = 0;
    change(why);
  }

  private void change(Transition transition) {
    epoch++;
    state = transition.to();
    log.note(transition);
  }
}
