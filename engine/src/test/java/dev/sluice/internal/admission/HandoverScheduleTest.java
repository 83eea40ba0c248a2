package dev.sluice.internal.admission;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Answered;
import dev.sluice.call.AttemptResult;
import dev.sluice.call.Call;
import dev.sluice.call.Calls;
import dev.sluice.call.Failed;
import dev.sluice.call.Usage;
import dev.sluice.call.gate.Gate;
import dev.sluice.call.gate.Permit;
import dev.sluice.call.gate.Target;
import dev.sluice.call.pipeline.Observer;
import dev.sluice.call.request.Operation;
import dev.sluice.call.runtime.Clock;
import dev.sluice.call.runtime.VirtualLoop;
import dev.sluice.config.policy.QueueConfig;
import dev.sluice.internal.admission.queue.Grant;
import dev.sluice.internal.admission.queue.Ticket;
import dev.sluice.testing.LongForm;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/// Random schedules of calls that come, wait, are granted and end, while groups of routes merge,
/// split and go. Within a route calls are alike, so that the one that has come first goes first,
/// whatever the queue is that it waits in by then.
class HandoverScheduleTest {
  private static final int SCHEDULES = LongForm.rounds(300, 10_000);
  private static final int STEPS = 40;
  private static final List<String> PROVIDERS = List.of("a", "b", "c", "d");
  private static final List<String> ROUTES = List.of("r1", "r2", "r3");

  @Test
  void places_are_kept_and_nothing_is_lost_in_any_schedule() {
    int moved = 0;
    int gone = 0;
    for (int seed = 0; seed < SCHEDULES; seed++) {
      var world = new World(seed);
      try {
        world.run();
      } catch (AssertionError | RuntimeException e) {
        throw new AssertionError("seed " + seed, e);
      }
      moved += world.moved;
      gone += world.gone;
    }
    // The schedules are worth something: calls have waited through hand-overs, and lost routes.
    assertThat(moved).isGreaterThan(SCHEDULES);
    assertThat(gone).isGreaterThan(SCHEDULES / 10);
  }

  /// A gateway's admission, its clock, and what its callers know.
  private static final class World implements Clock {
    private final Random random;
    private final Map<String, Slots> gates = new TreeMap<>();
    private final Map<Set<String>, AdmissionController> controllers = new HashMap<>();
    private final Map<String, Admission> routes = new TreeMap<>();
    private final Map<String, Deque<Waiter>> waiting = new HashMap<>();
    private final List<Waiter> granted = new ArrayList<>();
    private long now;
    private int moved;
    private int gone;

    World(int seed) {
      random = new Random(seed);
    }

    void run() {
      configure();
      for (int step = 0; step < STEPS; step++) {
        now += random.nextInt(20_000_000);
        switch (random.nextInt(8)) {
          case 0 -> configure();
          case 1, 2, 3, 4 -> offer();
          default -> settle();
        }
        look();
      }
      while (!granted.isEmpty()) {
        settle();
        look();
      }
      assertThat(waiting.values()).allMatch(Deque::isEmpty);
      assertThat(gates.values()).allMatch(gate -> gate.taken == 0);
    }

    private void offer() {
      List<String> there = List.copyOf(routes.keySet());
      String route = there.get(random.nextInt(there.size()));
      Binding at = Objects.requireNonNull(routes.get(route)).binding();
      Call call = Calls.whole(new VirtualLoop(), "m");
      List<Target> order = at.selector().order(call, random);
      waiting
          .computeIfAbsent(route, _ -> new ArrayDeque<>())
          .add(Objects.requireNonNull(at.controller().offer(at.route(), call, order, now)));
    }

    private void settle() {
      if (!granted.isEmpty()) {
        Waiter ended = granted.remove(random.nextInt(granted.size()));
        Grant grant = ended.ticket().grant();
        var answered =
            new AttemptResult(new Answered(), Usage.NONE, grant.begun(), OptionalLong.empty(), now);
        ended.owner().settle(grant, answered);
      }
    }

    /// A call that is granted has been the first of its route.
    private void look() {
      waiting.forEach(
          (route, queue) -> {
            while (!queue.isEmpty() && state(queue.peek()) != Ticket.State.WAITING) {
              Waiter first = queue.remove();
              if (state(first) == Ticket.State.GRANTED) {
                granted.add(first);
              } else {
                assertThat(first.ticket().refusal()).isEqualTo(Admission.NOT_CONFIGURED);
                assertThat(routes).doesNotContainKey(route);
                gone++;
              }
            }
            assertThat(queue).as(route).allMatch(w -> state(w) == Ticket.State.WAITING);
          });
    }

    private static Ticket.State state(Waiter waiter) {
      return waiter.ticket().state();
    }

    /// A new configuration: some providers, and routes that lead to some of them.
    private void configure() {
      Set<String> providers = some(PROVIDERS);
      gates.keySet().retainAll(providers);
      providers.forEach(name -> gates.computeIfAbsent(name, _ -> new Slots(gates)));
      Map<String, Set<String>> leads = new TreeMap<>();
      some(ROUTES).forEach(route -> leads.put(route, some(providers)));
      waiting.values().forEach(queue -> moved += queue.size());
      handOver(leads, groups(providers, leads));
    }

    private <T> Set<T> some(Collection<T> of) {
      var list = new ArrayList<>(of);
      var some = new TreeSet<T>();
      some.add(list.get(random.nextInt(list.size())));
      list.stream().filter(_ -> random.nextBoolean()).forEach(some::add);
      return some;
    }

    private static Map<String, Set<String>> groups(
        Set<String> providers, Map<String, Set<String>> leads) {
      Map<String, Set<String>> groups = new HashMap<>();
      providers.forEach(name -> groups.put(name, Set.of(name)));
      leads
          .values()
          .forEach(
              targets -> {
                Set<String> together = new HashSet<>();
                targets.forEach(name -> together.addAll(groups.get(name)));
                together.forEach(name -> groups.put(name, Set.copyOf(together)));
              });
      return groups;
    }

    private void handOver(Map<String, Set<String>> leads, Map<String, Set<String>> groups) {
      var handover = new Handover();
      Map<Set<String>, AdmissionController> before = Map.copyOf(controllers);
      controllers.keySet().retainAll(groups.values());
      groups
          .values()
          .forEach(
              g -> controllers.computeIfAbsent(g, _ -> new AdmissionController(Map.of(), this)));
      controllers.values().forEach(handover::with);
      before.forEach(
          (group, controller) -> {
            if (!controllers.containsValue(controller)) {
              Map<String, AdmissionController> next = new HashMap<>();
              group.stream()
                  .filter(groups::containsKey)
                  .forEach(name -> next.put(name, controllers.get(groups.get(name))));
              handover.redirectTo(controller, next);
            }
          });
      routes.forEach((route, admission) -> move(handover, admission, leads.get(route), groups));
      routes.keySet().retainAll(leads.keySet());
      leads.forEach((route, targets) -> routes.computeIfAbsent(route, _ -> made(targets, groups)));
      handover.run(() -> {}, now);
    }

    private void move(
        Handover handover,
        Admission admission,
        @Nullable Set<String> targets,
        Map<String, Set<String>> groups) {
      if (targets == null) {
        handover.close(admission);
      } else {
        AdmissionController controller = controller(targets, groups);
        handover.bind(
            admission,
            targets(targets),
            controller,
            controller.route(QueueConfig.defaults(), false));
      }
    }

    private Admission made(Set<String> targets, Map<String, Set<String>> groups) {
      AdmissionController controller = controller(targets, groups);
      return new Admission(
          targets(targets),
          new WeightedPreference(),
          controller,
          controller.route(QueueConfig.defaults(), false),
          new Observer() {},
          this,
          () -> new SplittableRandom(1));
    }

    private AdmissionController controller(Set<String> targets, Map<String, Set<String>> groups) {
      return Objects.requireNonNull(controllers.get(groups.get(targets.iterator().next())));
    }

    private List<Target> targets(Set<String> providers) {
      return providers.stream()
          .map(
              name ->
                  new Target(
                      name + "/m",
                      Set.of(Operation.CHAT),
                      1,
                      0,
                      List.of(gates.get(name)),
                      (_, _) -> new Answered()))
          .toList();
    }

    @Override
    public long nanos() {
      return now;
    }

    @Override
    public Instant wall() {
      return Instant.EPOCH;
    }
  }

  /// Two attempts at a time.
  private static final class Slots implements Gate {
    private final Map<String, Slots> configured;
    private int taken;

    Slots(Map<String, Slots> configured) {
      this.configured = configured;
    }

    @Override
    public Optional<Closed> closed(Call call, boolean last, long now) {
      var full = new Failed.Throttled(Failed.Dimension.REQUESTS, Optional.empty(), "full");
      return taken < 2 ? Optional.empty() : Optional.of(new Closed(full, now + 1_000_000_000L));
    }

    @Override
    public Optional<Object> source(Call call, long now) {
      return Optional.of(this);
    }

    @Override
    public Permit enter(Call call, long now) {
      assertThat(configured.values()).as("a provider that is configured").contains(this);
      assertThat(++taken).isLessThanOrEqualTo(2);
      return new Permit() {
        private boolean settled;

        @Override
        public void settle(AttemptResult attempt) {
          assertThat(settled).isFalse();
          settled = true;
          taken--;
        }
      };
    }
  }
}
