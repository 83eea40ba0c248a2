package dev.sluice.internal.admission;

import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.FailedTargets;
import dev.sluice.call.Outcome;
import dev.sluice.call.answer.Sink;
import dev.sluice.call.gate.Target;
import dev.sluice.call.pipeline.Observer;
import dev.sluice.call.pipeline.QueueWait;
import dev.sluice.call.pipeline.Service;
import dev.sluice.call.runtime.Clock;
import dev.sluice.config.policy.QueueConfig;
import dev.sluice.internal.admission.queue.Grant;
import dev.sluice.internal.admission.queue.RouteQueue;
import dev.sluice.internal.admission.queue.Ticket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// Makes one attempt at a target of a route, as soon as the queue grants one, or says why that
/// cannot be in time.
public final class Admission implements Service {
  private static final long HEARTBEAT = Duration.ofSeconds(15).toNanos();

  private final TargetSelector selector;
  private final AdmissionController controller;
  private final RouteQueue route;
  private final Observer observer;
  private final Clock clock;
  private final Supplier<? extends RandomGenerator> random;

  /// @param targets those of a route, as configured; one at least supports every call that arrives
  /// @param controller the one of all routes that share a target or a credential with this one
  /// @param route the route's part of the admission controller's queue
  /// @param random asked for each draw, on the call's thread
  public Admission(
      List<Target> targets,
      AdmissionController controller,
      RouteQueue route,
      Observer observer,
      Clock clock,
      Supplier<? extends RandomGenerator> random) {
    this.selector = new TargetSelector(List.copyOf(targets));
    this.controller = controller;
    this.route = route;
    this.observer = observer;
    this.clock = clock;
    this.random = random;
  }

  @Override
  public Outcome send(Call call, Sink sink) throws InterruptedException {
    List<Target> order = selector.order(call, random.get());
    Grant grant = controller.grantAtOnce(route, call, order, clock.nanos());
    return grant == null ? queue(order, call, sink) : attempt(grant, Duration.ZERO, call, sink);
  }

  /// A target that has not failed the call yet and can take it now, by its name; empty when there
  /// is none. The call may find another one when it arrives.
  public Optional<String> another(Call call) {
    var others = new ArrayList<Target>();
    for (Target target : selector.able(call)) {
      if (!call.failedTargets().contains(target.name())) {
        others.add(target);
      }
    }
    Target open = others.isEmpty() ? null : controller.open(others, call, clock.nanos());
    return Optional.ofNullable(open).map(Target::name);
  }

  /// The target that a call would go to, by its name: one that can take it now, else the first that
  /// may be asked.
  public String likely(Call call) {
    List<Target> able = selector.able(call);
    Target open = controller.open(able, call, clock.nanos());
    return (open == null ? able.getFirst() : open).name();
  }

  /// How long until a target of the route is open to a call like `call`, as far as its gates know
  /// now; zero when one is.
  public Duration untilOpen(Call call) {
    long now = clock.nanos();
    return Duration.ofNanos(controller.openAt(selector.able(call), call, now) - now);
  }

  private Outcome queue(List<Target> order, Call call, Sink sink) throws InterruptedException {
    Ticket ticket = controller.offer(route, call, order, clock.nanos());
    boolean waits = ticket.state() == Ticket.State.WAITING;
    Duration waited;
    boolean decided = false;
    try {
      waited = waits ? await(ticket, call, sink) : Duration.ZERO;
      if (waits || (ticket.state() == Ticket.State.REFUSED && !isHedge(call))) {
        notifyObserver(ticket, waited, call);
      }
      decided = true;
    } finally {
      if (!decided) {
        controller.leave(ticket);
      }
    }
    if (ticket.state() == Ticket.State.GRANTED) {
      return attempt(ticket.grant(), waited, call, sink);
    }
    if (waits) {
      call.loop().execute(() -> sink.queued(waited));
    }
    return ticket.refusal();
  }

  /// Waits until the ticket is decided.
  ///
  /// @return for how long it has waited
  private Duration await(Ticket ticket, Call call, Sink sink) throws InterruptedException {
    while (ticket.state() == Ticket.State.WAITING) {
      controller.await(ticket, HEARTBEAT);
      if (ticket.state() == Ticket.State.WAITING && heartbeats(call)) {
        call.loop().execute(sink::alive);
      }
    }
    return Duration.ofNanos(ticket.waited(clock.nanos()));
  }

  private void notifyObserver(Ticket ticket, Duration waited, Call call) {
    Optional<Failed> refused =
        ticket.state() == Ticket.State.REFUSED ? Optional.of(ticket.refusal()) : Optional.empty();
    observer.queued(call, new QueueWait(waited, Duration.ofNanos(ticket.predicted()), refused));
  }

  private static boolean isHedge(Call call) {
    return call.failedTargets().cause() == FailedTargets.Cause.HEDGE;
  }

  private boolean heartbeats(Call call) {
    QueueConfig config = route.config();
    return config.heartbeat() && call.facts().stream();
  }

  private Outcome attempt(Grant grant, Duration waited, Call call, Sink sink)
      throws InterruptedException {
    var granted = new GrantedSink(sink, controller, grant, waited, clock);
    Outcome outcome = Failed.Internal.UNTOLD;
    try {
      outcome = grant.target().service().send(call, granted);
      return outcome;
    } catch (InterruptedException left) {
      outcome = new Failed.Cancelled();
      throw left;
    } finally {
      controller.settle(grant, granted.settled(outcome));
    }
  }
}
