package dev.sluice.admission;

import dev.sluice.admission.Decision.Denied;
import dev.sluice.admission.Decision.Granted;
import dev.sluice.call.Call;
import dev.sluice.call.Clock;
import dev.sluice.call.Failed;
import dev.sluice.call.Outcome;
import dev.sluice.call.Service;
import dev.sluice.call.Sink;
import dev.sluice.call.Target;
import java.util.List;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// Makes one attempt at a target of a route that can take it, or says why none can.
public final class Admission implements Service {
  private final List<Target> targets;
  private final Desk desk;
  private final Clock clock;
  private final Supplier<? extends RandomGenerator> random;

  /// @param targets those of a route, as configured; one at least supports every call that comes
  /// @param random asked for each draw, on the call's thread
  public Admission(
      List<Target> targets, Desk desk, Clock clock, Supplier<? extends RandomGenerator> random) {
    this.targets = List.copyOf(targets);
    this.desk = desk;
    this.clock = clock;
    this.random = random;
  }

  @Override
  public Outcome send(Call call, Sink sink) throws InterruptedException {
    List<Target> order = Choice.order(Choice.able(targets, call), call, random.get());
    return switch (desk.grant(order, call, clock.nanos())) {
      case Denied(Failed why) -> why;
      case Granted(Grant grant) -> attempt(grant, call, sink);
    };
  }

  /// Whether a target that has not failed the call yet can take it now.
  public boolean hasAnother(Call call) {
    List<Target> others =
        Choice.able(targets, call).stream()
            .filter(target -> !call.tried().contains(target.name()))
            .toList();
    return !others.isEmpty() && desk.isOpen(others, call, clock.nanos());
  }

  private Outcome attempt(Grant grant, Call call, Sink sink) throws InterruptedException {
    var granted = new GrantedSink(sink, desk, grant, clock);
    Outcome outcome = new Failed.Internal();
    try {
      outcome = grant.target().service().send(call, granted);
      return outcome;
    } catch (InterruptedException left) {
      outcome = new Failed.Cancelled();
      throw left;
    } finally {
      desk.settle(grant, granted.settled(outcome));
    }
  }
}
