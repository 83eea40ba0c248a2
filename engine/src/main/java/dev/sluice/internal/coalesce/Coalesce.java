package dev.sluice.internal.coalesce;

import dev.sluice.call.Call;
import dev.sluice.call.Outcome;
import dev.sluice.call.answer.Sink;
import dev.sluice.call.pipeline.Filter;
import dev.sluice.call.pipeline.Launcher;
import dev.sluice.call.pipeline.Observer;
import dev.sluice.call.pipeline.Service;
import dev.sluice.call.request.Cacheability;
import dev.sluice.call.request.Fingerprint;
import dev.sluice.call.runtime.Body;
import dev.sluice.call.runtime.Clock;
import dev.sluice.call.runtime.Deadline;
import dev.sluice.call.runtime.MemoryBudget;
import dev.sluice.call.runtime.WorkerPool;
import java.util.Optional;
import java.util.function.Function;

/// Filter that lets identical deterministic calls that are under way at the same time share one. A
/// member is as well off as with a call of its own: it joins only a call as urgent and with as long
/// a wait as itself, leaves when it wants, and sees the answer from its beginning.
public final class Coalesce implements Filter {
  private final SharedCalls shared = new SharedCalls();
  private final Function<Call, Fingerprint> fingerprints;
  private final MemoryBudget memory;
  private final Launcher launcher;
  private final Observer observer;
  private final Clock clock;

  /// @param fingerprints the keys of calls that get different answers; on calls' threads
  /// @param memory the budget for the bodies and the events of shared calls
  /// @param launcher starts the shared calls
  public Coalesce(
      Function<Call, Fingerprint> fingerprints,
      MemoryBudget memory,
      Launcher launcher,
      Observer observer,
      Clock clock) {
    this.fingerprints = fingerprints;
    this.memory = memory;
    this.launcher = launcher;
    this.observer = observer;
    this.clock = clock;
  }

  @Override
  public boolean passes(Call call) {
    return !mayShare(call) || !call.hints().caching().takesOthers();
  }

  @Override
  public Outcome send(Call call, Sink sink, Service next) throws InterruptedException {
    Optional<Outcome> outcome = share(call, sink, next);
    return outcome.isPresent() ? outcome.get() : next.send(call, sink);
  }

  /// Whether a call may be identical to another one: by all that it says, or by the key under which
  /// it is sent again. A body that is too large for a loop is not looked at.
  private static boolean mayShare(Call call) {
    return call.facts().reuse() == Cacheability.ALWAYS
        || (call.isKeptByKey() && call.body().size() <= WorkerPool.LOOP_MAX);
  }

  /// Returns the calls that are shared now.
  SharedCalls shared() {
    return shared;
  }

  /// Has `call` join a shared call. Returns empty when the call has to be made alone after all.
  private Optional<Outcome> share(Call call, Sink sink, Service next) throws InterruptedException {
    Subscriber member = member(call, sink);
    SharedCall at = member.shared();
    boolean saved = !member.first();
    try {
      if (member.first()) {
        begin(at, call, next);
      }
      Optional<Outcome> outcome = join(at, member);
      saved &= outcome.isPresent();
      return outcome;
    } finally {
      SharedCalls.Departure left = shared.leave(at, member.leftEarly());
      if (left.last()) {
        at.cancel();
        at.broadcast().close();
      }
      member.owes(left.owed());
      if (saved) {
        observer.saved(call, "coalesce", 1);
      }
    }
  }

  /// Makes the member of a call. This is a method of its own, since a stack frame that held the
  /// seat while the call waits would keep every event from there on.
  private Subscriber member(Call call, Sink sink) {
    return new Subscriber(call, sink, shared.join(fingerprints.apply(call), asker(call)));
  }

  private Optional<Outcome> join(SharedCall at, Subscriber member) throws InterruptedException {
    at.broadcast().add(member);
    try {
      member.signal();
      return member.await(clock.nanos());
    } finally {
      at.broadcast().remove(member);
    }
  }

  private void begin(SharedCall opened, Call call, Service next) {
    String owner = call.hints().caller();
    Optional<Body> body = memory.body(call.body().bytes().retain(), owner);
    if (body.isEmpty()) {
      shared.ended(opened);
      opened.broadcast().callOff();
      return;
    }
    opened
        .broadcast()
        .holds(
            memory.reserve(MemoryBudget.Use.COPY, owner),
            memory.reserve(MemoryBudget.Use.ANSWER, owner));
    opened.broadcast().asks(call.facts().extras());
    Call own = own(call, body.get(), opened.deadline());
    opened.runs(
        launcher.launch((c, sink) -> through(opened, c, sink, next), own, opened.broadcast()));
  }

  private Outcome through(SharedCall opened, Call call, Sink sink, Service next)
      throws InterruptedException {
    try {
      return next.send(call, opened.broadcast().over(sink));
    } finally {
      shared.ended(opened);
    }
  }

  private SharedCalls.Asker asker(Call call) {
    return new SharedCalls.Asker(
        call.hints().band(), call.deadline(), until(call.deadline()), call.loop());
  }

  /// Returns the deadline of a shared call: twice the time that is left. A call with as long a wait
  /// as the first member can then join for as long as that member waits. Each member leaves at its
  /// own deadline, and the last one ends the call.
  private Deadline until(Deadline deadline) {
    return deadline.twice(clock.nanos());
  }

  private static Call own(Call call, Body body, Deadline deadline) {
    Call own = call.with(call.id() + "-shared", call.facts(), body, deadline, call.hints());
    return call.isKeptByKey() ? own.underKeyOf(call) : own;
  }
}
