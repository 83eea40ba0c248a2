package dev.sluice.internal.breaker;

import dev.sluice.call.Answered;
import dev.sluice.call.AttemptResult;
import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.Outcome;
import dev.sluice.call.gate.Gate;
import dev.sluice.call.gate.Permit;
import dev.sluice.call.request.Operation;
import dev.sluice.config.policy.BreakerConfig;
import dev.sluice.stats.State;
import dev.sluice.stats.Transition;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The breaker that sheds by degrees, grows its open time and ramps its probes, and asks for a
/// second caller's word before it believes one. The package's page has its diagram and what each
/// state does with a late result.
final class GradedCircuit implements Circuit {
  private final String target;
  private final BreakerConfig config;
  private final BreakerContext context;
  private final TransitionLog log;
  private final Shedding shedding;
  private final CircuitPeers peers = new CircuitPeers(this::recoveredElsewhere);
  private final NextTry next;

  // Guarded by admission's lock.
  private State state = State.CLOSED;
  private OutcomeStats stats;
  private @Nullable ProbeRamp ramp;
  private final BarredCaller barred = new BarredCaller();

  /// Whether everything has failed since the circuit last closed. Stays set until it closes again.
  private boolean dead;

  /// Whether a request of another caller has been answered since the circuit opened to one caller
  /// alone. The circuit then shows as closed.
  private boolean vouched;

  private long closedSince;

  /// The share that was being shed at the last query.
  private double shed;

  GradedCircuit(
      BreakerConfig config, BreakerContext context, TransitionLog log, String target, long now) {
    this.target = target;
    this.config = config;
    this.context = context;
    this.log = log;
    this.shedding = new Shedding(target.hashCode(), config.window(), now);
    this.next = new NextTry(config.open(), context.random());
    this.stats = new OutcomeStats(config);
    this.closedSince = now;
  }

  /// Joins the circuits of other processes. Before the first call.
  void join(BreakerContext.Joining joining, Operation operation) {
    peers.join(joining.join(target, operation, peers));
  }

  /// Lets a probe go now, unless the provider has asked for time.
  private void recoveredElsewhere(long now) {
    if (state == State.OPEN && !next.isHinted(now)) {
      next.endBy(now);
    }
  }

  @Override
  public Optional<Gate.Closed> closed(Call call, boolean last, long now) {
    dropOldAim(now);
    State current = stateFor(call);
    if (last && (current == State.CLOSED || !dead)) {
      shed = 0;
      return Optional.empty();
    }
    Optional<Gate.Closed> open = closed(current, call, last, now);
    return current != State.CLOSED && barred.is(call) && now - barred.until(last) < 0
        ? Circuit.closed(Circuit.later(barred.until(last), open, now), now)
        : open;
  }

  private Optional<Gate.Closed> closed(State current, Call call, boolean last, long now) {
    return switch (current) {
      case CLOSED ->
          Circuit.until(isShed(call, now) ? now + config.window().toNanos() / 10 : now, now);
      case OPEN -> Circuit.until(nextTry(last, now), now);
      case HALF_OPEN -> Objects.requireNonNull(ramp, "half-open without probes").closed(now);
    };
  }

  /// Returns when a probe may go: of several processes one tries at a time, unless it is about one
  /// caller's requests.
  private long nextTry(boolean last, long now) {
    long due = next.due(last);
    return now - due < 0 || stats.isAimed() ? due : peers.member().nextTry(now);
  }

  @Override
  public Permit enter(Call call, long now) {
    stats.entered();
    if (stateFor(call) == State.CLOSED) {
      shedding.passed(call, shed, now);
      return new Attempt(call, now, null);
    }
    if (state == State.OPEN && now - next.due(true) >= 0) {
      tryAgain(Transition.PROBING);
    }
    // Where there is no room it is the last target's ordinary traffic.
    return new Attempt(call, now, ramp != null && ramp.hasRoom(now) ? ramp : null);
  }

  @Override
  public boolean lacksCalls(long now) {
    return state == State.OPEN && !vouched && now - next.due(false) >= 0;
  }

  @Override
  public void tryAgain(Transition why) {
    ramp = ramp == null ? new ProbeRamp(config.open().base()) : ramp;
    change(why);
  }

  /// Returns the state that `call` meets: closed, where the circuit is open to another caller's
  /// requests alone.
  private State stateFor(Call call) {
    return stats.concerns(call) ? state : State.CLOSED;
  }

  /// Closes the circuit to the caller whose requests alone it is open to, once a request of another
  /// caller was answered and the failures are too old to count. The caller need not come back for
  /// that.
  private void dropOldAim(long now) {
    if (vouched && now - next.due(false) >= 0 && stats.isAimOld(now)) {
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

  private void opensIfItMust(long now) {
    if (state == State.CLOSED || stats.isAimed()) {
      stats.opening(peers.isWarned(now), now).ifPresent(opening -> trip(opening, now));
    }
    dead |= state != State.CLOSED && stats.isDead();
  }

  /// Opens the circuit, or opens it to more callers where it was open to one caller's requests
  /// alone.
  private void trip(OutcomeStats.Opening opening, long now) {
    if (stats.isAimed() || now - closedSince >= config.window().toNanos()) {
      next.shorten();
    }
    stats.aim(opening.to());
    if (opening.to() == null) {
      peers.member().opened();
    }
    dead = false;
    vouched = false;
    open(opening.why(), now);
  }

  private void open(Transition why, long now) {
    next.begin(now);
    ramp = null;
    change(why);
  }

  /// Opens the circuit again after a failed probe. Where the request may be why, and no other
  /// caller's has failed so before, the circuit opens again to that caller alone: another caller's
  /// probe may go at once.
  private void probeFailed(
      @Nullable BodyKind by, ProbeRamp probing, ProbeRamp.Lease lease, long now) {
    if (by != null && barred.holds(by.suspect(), now)) {
      probing.giveBack(lease);
      return;
    }
    open(Transition.PROBE_FAILED, now);
    if (by == null || stats.isAimed() || next.isHinted(now) || !barred.mayBe(by.suspect())) {
      barred.clear();
      return;
    }
    barred.bar(by.suspect(), next.due(false), next.due(true));
    next.endBy(now);
    probing.giveBack(lease);
    ramp = probing;
  }

  private void close(long now) {
    ramp = null;
    barred.clear();
    dead = false;
    next.forgetHint();
    if (!stats.isAimed()) {
      peers.member().recovered();
    }
    closedSince = now;
    stats = new OutcomeStats(config);
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

  /// Notes that a request was answered which the circuit is not open to: the target is well.
  private void vouch() {
    if (!vouched) {
      vouched = true;
      log.note(Transition.SECOND_OPINION);
    }
  }

  /// The permit of one attempt, from its admission by the gate to its end.
  private final class Attempt implements Permit {
    private final Call call;
    private final long begun;
    private final OutcomeStats admittedStats = stats;
    private final @Nullable ProbeRamp probing;
    private final ProbeRamp.@Nullable Lease lease;
    private boolean started;

    Attempt(Call call, long begun, @Nullable ProbeRamp probing) {
      this.call = call;
      this.begun = begun;
      this.probing = probing;
      this.lease = probing == null ? null : probing.lease(begun);
    }

    @Override
    public void started(long at) {
      if (started) {
        return;
      }
      started = true;
      if (admittedStats != stats) {
        return;
      }
      boolean paused = context.pauses().explain(begun, at);
      if (!paused) {
        tellPace(at);
      }
      if (!paused && isOverdue(at)) {
        admittedStats.startedSlowly(at);
        failed(null, at);
      } else {
        admittedStats.started(at);
        passed(at);
      }
    }

    private void tellPace(long at) {
      context
          .usualFirstToken()
          .apply(target, call)
          .ifPresent(usual -> admittedStats.paced(usual.isLate(at - begun), at));
    }

    @Override
    public void settle(AttemptResult attempt) {
      Outcome outcome = attempt.outcome();
      if (attempt.started().isPresent()) {
        started(attempt.started().getAsLong());
      } else if (outcome instanceof Answered) {
        started(attempt.ended());
      }
      if (admittedStats == stats) {
        end(outcome, attempt.ended());
      }
    }

    private void end(Outcome outcome, long now) {
      switch (verdict(outcome, now)) {
        case WELL -> admittedStats.endedWell(now);
        case BAD -> bad(outcome, null, now);
        case AMBIGUOUS ->
            bad(outcome, config.suspects() ? admittedStats.suspect(call, now) : null, now);
        case LATE, NOTHING -> nothing();
      }
    }

    private Verdict verdict(Outcome outcome, long now) {
      Verdict verdict = Verdict.of(call, outcome);
      if (verdict == Verdict.LATE && !started && isOverdue(now)) {
        verdict = Verdict.BAD;
      } else if (verdict == Verdict.LATE && !started && isSilent()) {
        verdict = Verdict.AMBIGUOUS;
      }
      boolean failed = verdict == Verdict.BAD || verdict == Verdict.AMBIGUOUS;
      return failed && context.pauses().explain(begun, now) ? Verdict.NOTHING : verdict;
    }

    private void bad(Outcome outcome, @Nullable BodyKind by, long now) {
      if (by == null && outcome instanceof Failed.Overloaded(_, Optional<Duration> wait, _)) {
        wait.ifPresent(asked -> next.hint(now + config.open().believed(asked).toNanos()));
      }
      if (started) {
        admittedStats.broke(by, now);
      } else {
        admittedStats.failedToStart(by, now);
      }
      failed(by, now);
    }

    private void nothing() {
      admittedStats.left(started);
      if (probing != null && lease != null) {
        probing.giveBack(lease);
      }
    }

    private void failed(@Nullable BodyKind by, long now) {
      if (probing != null && lease != null && isProbe()) {
        probeFailed(by, probing, lease, now);
      }
      opensIfItMust(now);
    }

    private void passed(long now) {
      if (barred.is(call)) {
        barred.clear();
      }
      if (probing != null && lease != null && isProbe() && probing.pass(lease)) {
        close(now);
      } else if (!admittedStats.concerns(call)) {
        vouch();
      }
    }

    private boolean isProbe() {
      return probing != null && probing == ramp;
    }

    private boolean isSilent() {
      return !call.facts().stream() && context.silent().test(target, call);
    }

    private boolean isOverdue(long now) {
      return context
          .usualFirstToken()
          .apply(target, call)
          .filter(usual -> usual.isOverdue(now - begun))
          .isPresent();
    }
  }
}
