package dev.sluice.internal.admission;

import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.FailedTargets;
import dev.sluice.call.Outcome;
import dev.sluice.call.answer.CallInfo;
import dev.sluice.call.answer.Signal;
import dev.sluice.call.answer.Sink;
import dev.sluice.call.gate.Target;
import dev.sluice.call.gate.Targets;
import dev.sluice.call.pipeline.Observer;
import dev.sluice.call.pipeline.QueueWait;
import dev.sluice.call.pipeline.Service;
import dev.sluice.call.runtime.Clock;
import dev.sluice.internal.admission.queue.CallQueue;
import dev.sluice.internal.admission.queue.Grant;
import dev.sluice.internal.admission.queue.RouteQueue;
import dev.sluice.internal.admission.queue.Ticket;
import dev.sluice.stats.QueueSnapshot;
import dev.sluice.stats.WaitingGroup;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// The service that makes one attempt at a target of a route, as soon as the queue grants one, or
/// says why that cannot be in time.
public final class Admission implements Service, Targets {
  /// The failure of a call whose route has lost its targets while it was under way.
  static final Failed NOT_CONFIGURED =
      new Failed.Shed(Failed.Reason.NOT_CONFIGURED, Optional.empty());

  private final Observer observer;
  private final Clock clock;
  private final Supplier<? extends RandomGenerator> random;

  /// Written under the lock of its controller and of the one before; read without: where it is an
  /// old one, its route's part of the queue is closed, which is seen under its controller's lock.
  private Binding binding;

  /// @param targets the targets of a route, as configured; one at least supports every call that
  ///   arrives
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
    this(targets, new WeightedPreference(), controller, route, observer, clock, random);
  }

  /// Makes the admission of a route with another order of targets that are equally good.
  public Admission(
      List<Target> targets,
      TargetPreference preference,
      AdmissionController controller,
      RouteQueue route,
      Observer observer,
      Clock clock,
      Supplier<? extends RandomGenerator> random) {
    var selector = new TargetSelector(List.copyOf(targets), preference);
    this.binding = new Binding(selector, controller, route);
    this.observer = observer;
    this.clock = clock;
    this.random = random;
  }

  @Override
  public Outcome send(Call call, Sink sink) throws InterruptedException {
    Turn turn = turn(call, sink);
    if (turn instanceof Turn.Refused refused) {
      return refused.why();
    }
    GrantedAttempt granted = ((Turn.Granted) turn).attempt();
    Outcome outcome = Failed.Internal.UNTOLD;
    try {
      outcome = granted.service(call).send(call, sink);
      return outcome;
    } catch (InterruptedException left) {
      outcome = new Failed.Cancelled();
      throw left;
    } finally {
      granted.settle(sink, outcome);
    }
  }

  /// Returns what waits in the route's part of the queue.
  public QueueSnapshot snapshot() {
    return ask((here, queue) -> queue.snapshot(here.route(), clock.nanos()));
  }

  /// Returns the route's calls that wait, by tenant and band, and why.
  public List<WaitingGroup> groups() {
    return ask((here, queue) -> queue.groups(here.route(), clock.nanos()));
  }

  @Override
  public Optional<String> another(Call call) {
    return ask(
        (here, queue) -> {
          List<Target> others = here.selector().untried(call);
          return Optional.ofNullable(queue.open(others, call, clock.nanos())).map(Target::name);
        });
  }

  @Override
  public Optional<FailedTargets> instead(Call call, String refuser, Failed.Objection objection) {
    return binding.selector().instead(call, refuser, objection);
  }

  /// Whether a target of the same rank as `target` that has not failed the call yet can take it
  /// now.
  public boolean hasEqual(Call call, String target) {
    return ask(
        (here, queue) -> {
          List<Target> candidates = here.selector().candidates(call);
          List<Target> others = new ArrayList<>(untried(candidates, call));
          OptionalInt rank =
              candidates.stream()
                  .filter(t -> t.name().equals(target))
                  .mapToInt(Target::rank)
                  .findFirst();
          others.removeIf(other -> rank.isEmpty() || other.rank() != rank.getAsInt());
          return queue.open(others, call, clock.nanos()) != null;
        });
  }

  private static List<Target> untried(List<Target> candidates, Call call) {
    var others = new ArrayList<Target>();
    for (Target target : candidates) {
      if (!call.failedTargets().contains(target.name())) {
        others.add(target);
      }
    }
    return others;
  }

  @Override
  public String likely(Call call) {
    return ask(
        (here, queue) -> {
          List<Target> candidates = here.selector().candidates(call);
          Target open = queue.open(candidates, call, clock.nanos());
          return open == null
              ? candidates.stream().findFirst().map(Target::name).orElse("")
              : open.name();
        });
  }

  @Override
  public Duration untilOpen(Call call) {
    return ask(
        (here, queue) -> {
          List<Target> candidates = here.selector().candidates(call);
          long now = clock.nanos();
          return candidates.isEmpty()
              ? Duration.ZERO
              : Duration.ofNanos(queue.openAt(candidates, call, now) - now);
        });
  }

  /// Asks `question` of the binding in force, under its controller's lock.
  private <T> T ask(BiFunction<Binding, CallQueue, T> question) {
    while (true) {
      Binding here = binding;
      T answer = here.controller().ask(here.route(), queue -> question.apply(here, queue));
      if (answer != null) {
        return answer;
      }
    }
  }

  // For a handover, with the locks of the controllers before and after held.

  Binding binding() {
    return binding;
  }

  void bind(Binding next) {
    binding = next;
  }

  /// Returns the targets of a binding that can be asked for a call, in the order in which it would
  /// have them.
  List<Target> order(Binding at, Call call) {
    return at.selector().order(call, random.get());
  }

  /// Asks for a grant, and waits for it where it is not given at once. This is a method of its own,
  /// since [#send] waits for as long as the attempt takes.
  private Turn turn(Call call, Sink sink) throws InterruptedException {
    Binding here = binding;
    List<Target> order = here.selector().order(call, random.get());
    Grant grant = here.controller().grantAtOnce(here.route(), call, order, clock.nanos());
    return grant == null
        ? queue(here, order, call, sink)
        : begin(here.controller(), grant, Duration.ZERO, call, sink);
  }

  private Turn queue(Binding at, List<Target> order, Call call, Sink sink)
      throws InterruptedException {
    Waiter waiter = offer(at, order, call);
    if (waiter == null) {
      return new Turn.Refused(NOT_CONFIGURED);
    }
    Ticket ticket = waiter.ticket();
    boolean waits = ticket.state() == Ticket.State.WAITING;
    Duration waited;
    boolean decided = false;
    try {
      waited = waits ? await(waiter) : Duration.ZERO;
      if (waits
          || (ticket.state() == Ticket.State.REFUSED && !call.failedTargets().mustNotWait())) {
        notifyObserver(ticket, waited, call);
      }
      decided = true;
    } finally {
      if (!decided) {
        waiter.leave(clock.nanos());
        tell(waited(ticket), call, sink);
      }
    }
    if (ticket.state() == Ticket.State.GRANTED) {
      return begin(waiter.owner(), ticket.grant(), waited, call, sink);
    }
    if (waits) {
      tell(waited, call, sink);
    }
    return new Turn.Refused(ticket.refusal());
  }

  /// Tells how long a call without a grant has waited, and returns when the sink knows: the report
  /// of the call reads it next.
  private static void tell(Duration waited, Call call, Sink sink) {
    CompletableFuture.runAsync(() -> sink.signal(new Signal.Queued(waited)), call.loop()::execute)
        .join();
  }

  private Duration waited(Ticket ticket) {
    return Duration.ofNanos(ticket.waited(clock.nanos()));
  }

  /// Offers a call to the controller of a binding. Returns null where no target can be asked any
  /// more.
  private @Nullable Waiter offer(Binding at, List<Target> order, Call call) {
    Binding here = at;
    List<Target> asked = order;
    while (!asked.isEmpty()) {
      Waiter waiter = here.controller().offer(here.route(), call, asked, clock.nanos());
      if (waiter != null) {
        return waiter;
      }
      here = binding;
      asked = here.selector().order(call, random.get());
    }
    return null;
  }

  /// Waits until the waiter's ticket is granted or refused.
  ///
  /// @return how long the call has waited
  private Duration await(Waiter waiter) throws InterruptedException {
    Ticket ticket = waiter.ticket();
    while (ticket.state() == Ticket.State.WAITING) {
      waiter.owner().await(waiter);
    }
    return waited(ticket);
  }

  private void notifyObserver(Ticket ticket, Duration waited, Call call) {
    Optional<Failed> refused =
        ticket.state() == Ticket.State.REFUSED ? Optional.of(ticket.refusal()) : Optional.empty();
    observer.queued(call, new QueueWait(waited, Duration.ofNanos(ticket.predicted()), refused));
  }

  /// Begins the attempt of a grant.
  private Turn begin(Waiter.Owner owner, Grant grant, Duration waited, Call call, Sink sink) {
    CallInfo info = sink.info();
    TargetPreference preference = binding.selector().preference();
    var granted = new GrantedAttempt(owner, grant, preference, info.attempt(), clock);
    info.granted(granted);
    if (waited.isPositive()) {
      call.loop().execute(() -> sink.signal(new Signal.Queued(waited)));
    }
    return new Turn.Granted(granted);
  }
}
