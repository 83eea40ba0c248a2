package dev.sluice.internal.admission;

import dev.sluice.call.gate.Target;
import dev.sluice.call.runtime.Bugs;
import dev.sluice.config.policy.QueueConfig;
import dev.sluice.internal.admission.queue.RouteQueue;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;

/// The step from one configuration's targets to the next one's. Waiting calls change their
/// controllers with their arrivals and priority keys, gates change the lock that guards them, and
/// no call is granted in between: a quota is never held under two locks.
///
/// This is the one place where a thread holds several locks of admission. It takes them in the
/// order in which the controllers were created, so that two such threads cannot wait for each
/// other; nobody else takes a second one.
///
/// A handover is used once, by one thread, which is not a loop's.
public final class Handover {
  private final SequencedMap<Long, AdmissionController> controllers = new TreeMap<>();
  private final Map<AdmissionController, Map<String, AdmissionController>> successors =
      new HashMap<>();
  private final List<Move> moves = new ArrayList<>();

  private record Move(Admission admission, Binding next) {}

  /// A waiting call on its way to another route's part of a queue.
  ///
  /// @param order the call's targets in that route
  private record Moving(Waiter waiter, Binding from, Binding next, List<Target> order) {}

  /// The bugs that occurred when there was no way back any more.
  private final List<Throwable> bugs = new ArrayList<>();

  /// Includes a controller that goes on in the next configuration.
  public void with(AdmissionController controller) {
    controllers.put(controller.number(), controller);
  }

  /// Includes a controller that does not go on in the next configuration.
  ///
  /// @param next the controllers that own the gates of its providers from now on, by the providers'
  ///   names; gates of all others are used by grants under way alone, and stay
  public void redirectTo(AdmissionController controller, Map<String, AdmissionController> next) {
    with(controller);
    next.values().forEach(this::with);
    successors.put(controller, Map.copyOf(next));
  }

  /// Gives a route's admission other targets, another controller or another queue.
  public void bind(
      Admission admission, List<Target> targets, AdmissionController controller, RouteQueue route) {
    bind(admission, targets, new WeightedPreference(), controller, route);
  }

  /// Gives a route's admission other targets, another controller or another queue, and another
  /// order of targets that are equally good.
  public void bind(
      Admission admission,
      List<Target> targets,
      TargetPreference preference,
      AdmissionController controller,
      RouteQueue route) {
    with(admission.binding().controller());
    with(controller);
    var selector = new TargetSelector(targets, preference);
    moves.add(new Move(admission, new Binding(selector, controller, route)));
  }

  /// Closes the admission of a route that has no targets any more. Its waiting calls are rejected,
  /// and later ones, too.
  public void close(Admission admission) {
    AdmissionController controller = admission.binding().controller();
    bind(admission, List.of(), controller, controller.route(QueueConfig.defaults(), false));
  }

  /// Takes the step. If it throws, nothing has changed: all that may fail comes before the first
  /// call leaves its queue. A bug after that is reported, and keeps no other part from its turn.
  ///
  /// @param change the change that takes effect together with the handover
  public void run(Runnable change, long now) {
    var locked = new ArrayList<AdmissionController>();
    try {
      for (AdmissionController controller : controllers.values()) {
        controller.lockForHandover();
        locked.add(controller);
        controller.drainForHandover();
      }
      step(change, now);
    } finally {
      locked.reversed().forEach(controller -> attempt(controller::unlock));
    }
    bugs.forEach(bug -> Bugs.report("a bug in a hand-over", bug));
  }

  private void step(Runnable change, long now) {
    // Before calls leave: by how much a tenant is ahead is seen beside those that wait.
    successors.forEach(AdmissionController::copyStatisticsTo);
    List<Moving> moving = moving();
    moves.forEach(move -> attempt(() -> release(move)));
    successors.forEach((controller, next) -> attempt(() -> controller.redirectTo(next)));
    attempt(change);
    moves.forEach(move -> move.admission().bind(move.next()));
    moving.forEach(m -> attempt(() -> arrive(m, now)));
    controllers.values().forEach(controller -> attempt(() -> controller.reconsider(now)));
  }

  private void attempt(Runnable part) {
    try {
      part.run();
    } catch (RuntimeException | Error bug) {
      bugs.add(bug);
    }
  }

  /// Returns the calls that have to move, in the order of their arrival.
  private List<Moving> moving() {
    var moving = new ArrayList<Moving>();
    for (Move move : moves) {
      Admission admission = move.admission();
      Binding from = admission.binding();
      for (Waiter waiter : from.controller().waiting(from.route())) {
        List<Target> order = admission.order(move.next(), waiter.ticket().call());
        moving.add(new Moving(waiter, from, move.next(), order));
      }
    }
    moving.sort(Comparator.comparingLong(m -> m.waiter().ticket().since()));
    return moving;
  }

  private static void release(Move move) {
    Binding from = move.admission().binding();
    from.controller().release(from.route(), move.next().route());
  }

  private static void arrive(Moving moving, long now) {
    Waiter waiter = moving.waiter();
    Binding next = moving.next();
    if (moving.order().isEmpty()) {
      moving.from().controller().reject(waiter, Admission.NOT_CONFIGURED);
    } else {
      next.controller().moveIn(waiter, next.route(), moving.order(), now);
    }
  }
}
