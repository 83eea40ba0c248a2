package dev.sluice.breaker;

import dev.sluice.call.Answered;
import dev.sluice.call.AttemptResult;
import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.Gate;
import dev.sluice.call.Outcome;
import dev.sluice.call.Permit;
import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The breaker that sheds by degrees, grows its open time and ramps its probes, and asks for a
/// second caller's word before it believes one. The package's page has its diagram and what each
/// state does with a late result.
final class GradedCircuit implements Circuit {
  private final String target;
  private final BreakerConfig config;
  private final BreakerContext around;
  private final TransitionLog log;
  private final Shedding shedding;

  // Guarded by admission's lock.
  private State state = State.CLOSED;
  private OutcomeStats stats;
  private @Nullable ProbeRamp ramp;

  /// Sticks from the moment everything fails until the circuit closes.
  private boolean dead;

  /// While it is open to one caller's requests alone: whether another one has been answered since.
  /// Then it shows as closed.
  private boolean vouched;

  private int openings;
  private long closedSince;

  /// The share that was being shed when somebody asked last.
  private double shed;

  /// When a probe may go, and when it may where there is no other target.
  private long due;

  private long dueForLast;
  private @Nullable Long hint;

  GradedCircuit(
      BreakerConfig config, BreakerContext around, TransitionLog log, String target, long now) {
    this.target = target;
    this.config = config;
    this.around = around;
    this.log = log;
    this.shedding = new Shedding(target.hashCode(), config.window(), now);
    this.stats = new OutcomeStats(config, now);
    this.closedSince = now;
  }

  @Override
  public Optional<Gate.Closed> closed(Call call, boolean last, long now) {
    dropOldAim(now);
    State met = stateFor(call);
    if (last && (met == State.CLOSED || !dead)) {
      shed = 0;
      return Optional.empty();
    }
    return switch (met) {
      case CLOSED ->
          isShed(call, now)
              ? Circuit.closed(now + config.window().toNanos() / 10, now)
              : Optional.empty();
      case OPEN -> until(last ? dueForLast : due, now);
      case HALF_OPEN -> ramp().hasRoom(now) ? Optional.empty() : until(ramp().roomAt(now), now);
    };
  }

  @Override
  public Permit enter(Call call, long now) {
    stats.entered();
    if (stateFor(call) == State.CLOSED) {
      shedding.passed(call, shed, now);
      return new Attempt(call, now, null, null);
    }
    if (state == State.OPEN && now - dueForLast >= 0) {
      ramp = new ProbeRamp(config.open().base());
      change(Transition.PROBING);
    }
    // Where there is no room it is the last target's ordinary traffic.
    return ramp != null && ramp.hasRoom(now)
        ? new Attempt(call, now, ramp, ramp.lease(now))
        : new Attempt(call, now, null, null);
  }

  /// The state that `call` meets: closed, where it is open to another caller's requests alone.
  private State stateFor(Call call) {
    return stats.concerns(call) ? state : State.CLOSED;
  }

  /// Closes it to those it is open to where another was answered since, and their failures are too
  /// old to count: they need not come back for it to forget them.
  private void dropOldAim(long now) {
    if (vouched && now - due >= 0 && stats.isAimOld(now)) {
      stats.dropAim();
      state = State.CLOSED;
      ramp = null;
      vouched = false;
    }
  }

  private boolean isShed(Call call, long now) {
    shed = stats.toShed(call, now);
    return shedding.takes(call, shed);
  }

  private static Optional<Gate.Closed> until(long at, long now) {
    return now - at >= 0 ? Optional.empty() : Circuit.closed(at, now);
  }

  private static Duration atMost(Duration asked, Duration max) {
    return asked.compareTo(max) < 0 ? asked : max;
  }

  private ProbeRamp ramp() {
    if (ramp == null) {
      throw new IllegalStateException("half-open without probes");
    }
    return ramp;
  }

  private void opensIfItMust(long now) {
    if (state == State.CLOSED || stats.isAimed()) {
      stats.opening(now).ifPresent(opening -> trip(opening, now));
    }
    dead |= state != State.CLOSED && stats.isDead();
  }

  /// Opens it, or opens it to others where it was open to one caller's requests alone.
  private void trip(OutcomeStats.Opening opening, long now) {
    if (stats.isAimed() || now - closedSince >= config.window().toNanos()) {
      openings = 0;
    }
    stats.aim(opening.to());
    dead = false;
    vouched = false;
    open(opening.why(), now);
  }

  private void open(Transition why, long now) {
    long grown = config.open().next(openings++, around.random().get());
    due = now + grown;
    dueForLast = now + config.open().base().toNanos();
    if (hint != null && hint - now > 0) {
      due = hint;
      dueForLast = hint;
    }
    ramp = null;
    change(why);
  }

  private void close(long now) {
    ramp = null;
    dead = false;
    hint = null;
    closedSince = now;
    stats = new OutcomeStats(config, now);
    shed = 0;
    change(Transition.RECOVERED);
    vouched = false;
  }

  private void change(Transition transition) {
    state = transition.to();
    if (!vouched) {
      log.note(transition);
    }
  }

  /// A request that it is not open to was answered: the target is well.
  private void vouch() {
    if (!vouched) {
      vouched = true;
      log.note(Transition.SECOND_OPINION);
    }
  }

  /// One attempt, from its way through the gate to its end.
  private final class Attempt implements Permit {
    private final Call call;
    private final long begun;
    private final OutcomeStats told = stats;
    private final @Nullable ProbeRamp probing;
    private final ProbeRamp.@Nullable Lease lease;
    private boolean started;

    Attempt(Call call, long begun, @Nullable ProbeRamp probing, ProbeRamp.@Nullable Lease lease) {
      this.call = call;
      this.begun = begun;
      this.probing = probing;
      this.lease = lease;
    }

    @Override
    public void started(long at) {
      if (started) {
        return;
      }
      started = true;
      if (told != stats) {
        return;
      }
      boolean paused = around.pauses().explain(begun, at);
      if (!paused) {
        tellPace(at);
      }
      if (!paused && isOverdue(at)) {
        told.startedSlowly(at);
        failed(at);
      } else {
        told.started(at);
        passed(at);
      }
    }

    private void tellPace(long at) {
      Optional<LatencyBaseline> usual = around.usualFirstToken().apply(target, call);
      if (usual.isPresent()) {
        if (usual.get().isLate(at - begun)) {
          told.late(at);
        } else {
          told.inTime(at);
        }
      }
    }

    @Override
    public void settle(AttemptResult attempt) {
      Outcome outcome = attempt.outcome();
      if (attempt.started().isPresent()) {
        started(attempt.started().getAsLong());
      } else if (outcome instanceof Answered) {
        started(attempt.ended());
      }
      if (told == stats) {
        end(outcome, attempt.ended());
      }
    }

    private void end(Outcome outcome, long now) {
      switch (verdict(outcome, now)) {
        case WELL -> told.endedWell(now);
        case BAD -> bad(outcome, null, now);
        case AMBIGUOUS -> bad(outcome, told.suspect(call), now);
        case LATE, NOTHING -> nothing();
      }
    }

    private Verdict verdict(Outcome outcome, long now) {
      Verdict verdict = Verdict.of(outcome);
      if (verdict == Verdict.LATE && !started && (isOverdue(now) || isSilent())) {
        verdict = Verdict.BAD;
      }
      boolean failed = verdict == Verdict.BAD || verdict == Verdict.AMBIGUOUS;
      return failed && around.pauses().explain(begun, now) ? Verdict.NOTHING : verdict;
    }

    private void bad(Outcome outcome, @Nullable BodyKind by, long now) {
      if (outcome instanceof Failed.Overloaded(_, Optional<Duration> wait, _)) {
        wait.ifPresent(asked -> hint = now + atMost(asked, config.open().max()).toNanos());
      }
      if (started) {
        told.broke(by, now);
      } else {
        told.failedToStart(by, now);
      }
      failed(now);
    }

    private void nothing() {
      told.left(started);
      if (probing != null && lease != null) {
        probing.giveBack(lease);
      }
    }

    private void failed(long now) {
      if (isProbe()) {
        open(Transition.PROBE_FAILED, now);
      }
      opensIfItMust(now);
    }

    private void passed(long now) {
      if (probing != null && lease != null && isProbe() && probing.pass(lease)) {
        close(now);
      } else if (!told.concerns(call)) {
        vouch();
      }
    }

    private boolean isProbe() {
      return probing != null && probing == ramp;
    }

    private boolean isSilent() {
      return !call.facts().stream() && around.silent().test(target, call);
    }

    private boolean isOverdue(long now) {
      return around
          .usualFirstToken()
          .apply(target, call)
          .filter(usual -> usual.isOverdue(now - begun))
          .isPresent();
    }
  }
}
