package dev.sluice.internal.admission;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

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
import dev.sluice.call.runtime.VirtualLoop;
import dev.sluice.config.policy.QueueConfig;
import dev.sluice.internal.admission.queue.Grant;
import dev.sluice.internal.admission.queue.Ticket;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/// What becomes of one call when its route's targets change hands.
class HandoverTest {
  private final VirtualLoop loop = new VirtualLoop();
  private final SwitchedGate switched = new SwitchedGate();
  private Supplier<RandomGenerator> random = () -> new SplittableRandom(1);
  private final AdmissionController before = new AdmissionController(Map.of(), loop);
  private final AdmissionController next = new AdmissionController(Map.of(), loop);
  private final Admission admission =
      new Admission(
          List.of(target("p/m")),
          new WeightedPreference(),
          before,
          before.route(QueueConfig.defaults(), false),
          new Observer() {},
          loop,
          () -> random.get());

  private Target target(String name) {
    return new Target(
        name, Set.of(Operation.CHAT), 1, 0, List.of(switched), (_, _) -> new Answered());
  }

  private Waiter offer() {
    Binding here = admission.binding();
    Call call = Calls.whole(loop, "m");
    return Objects.requireNonNull(
        here.controller().offer(here.route(), call, admission.order(here, call), loop.nanos()));
  }

  private void handOver(Runnable change, String... targets) {
    var handover = new Handover();
    handover.redirectTo(before, Map.of("p", next));
    List<Target> all = new ArrayList<>();
    for (String target : targets) {
      all.add(target(target));
    }
    handover.bind(admission, all, next, next.route(QueueConfig.defaults(), false));
    handover.run(change, loop.nanos());
  }

  @Test
  void a_limit_that_is_raised_in_the_same_step_lets_waiting_calls_go() {
    Waiter waiter = offer();
    assertThat(waiter.ticket().state()).isEqualTo(Ticket.State.WAITING);
    handOver(() -> switched.open = true, "p/m");
    assertThat(waiter.ticket().state()).isEqualTo(Ticket.State.GRANTED);
    assertThat(waiter.owner()).isSameAs(next);
  }

  @Test
  void a_waiting_call_is_granted_a_target_of_the_new_configuration() {
    Waiter waiter = offer();
    handOver(() -> switched.open = true, "p/other");
    assertThat(waiter.ticket().grant().target().name()).isEqualTo("p/other");
  }

  @Test
  void a_call_with_an_old_binding_gets_the_new_one() throws InterruptedException {
    Binding old = admission.binding();
    handOver(() -> switched.open = true, "p/m");
    Call call = Calls.whole(loop, "m");
    List<Target> order = old.selector().order(call, new SplittableRandom(1));
    assertThat(old.controller().offer(old.route(), call, order, 0)).isNull();
    assertThat(old.controller().grantAtOnce(old.route(), call, order, 0)).isNull();
    assertThat(admission.another(call)).contains("p/m");
  }

  @Test
  void a_call_without_targets_is_told_to_come_back() {
    Waiter waiter = offer();
    handOver(() -> {});
    assertThat(waiter.ticket().refusal())
        .isEqualTo(new Failed.Shed(Failed.Reason.NOT_CONFIGURED, Optional.empty()));
    assertThat(admission.likely(Calls.whole(loop, "m"))).isEmpty();
    assertThat(admission.untilOpen(Calls.whole(loop, "m"))).isZero();
  }

  @Test
  void what_a_loop_says_too_late_reaches_the_gate_before_the_end_of_its_attempt() {
    switched.open = true;
    Grant grant = offer().ticket().grant();
    before.started(grant, 1);
    handOver(() -> {}, "p/m");
    assertThat(switched.seen).containsExactly("started");
    before.started(grant, 2);
    var answered =
        new AttemptResult(new Answered(), Usage.NONE, 0, OptionalLong.empty(), loop.nanos());
    before.settle(grant, answered);
    assertThat(switched.seen).containsExactly("started", "started", "settled");
  }

  @Test
  void a_hand_over_that_fails_leaves_the_calls_where_they_wait() {
    Waiter waiter = offer();
    random =
        () -> {
          throw new IllegalStateException("no randomness");
        };
    assertThatThrownBy(() -> handOver(() -> switched.open = true, "p/m"))
        .hasMessageContaining("no randomness");
    assertThat(waiter.owner()).isSameAs(before);
    assertThat(admission.binding().route().isClosed()).isFalse();
    assertThat(switched.open).isFalse();
    random = () -> new SplittableRandom(1);
    handOver(() -> switched.open = true, "p/m");
    assertThat(waiter.ticket().state()).isEqualTo(Ticket.State.GRANTED);
  }

  @Test
  void a_change_that_fails_keeps_no_call_from_its_new_place() {
    Waiter waiter = offer();
    handOver(
        () -> {
          switched.open = true;
          throw new IllegalStateException("a bug");
        },
        "p/m");
    assertThat(waiter.ticket().state()).isEqualTo(Ticket.State.GRANTED);
    assertThat(waiter.owner()).isSameAs(next);
  }

  /// What it guards is guarded by the next one.
  @Test
  void who_asks_a_retired_controller_waits_for_the_lock_of_its_successor() throws Exception {
    handOver(() -> {}, "p/m");
    var answer = new AtomicReference<String>();
    Thread asking =
        Thread.ofPlatform()
            .unstarted(() -> answer.set(before.ask("p", () -> "under the next lock")));
    String meanwhile =
        next.ask(
            "p",
            () -> {
              asking.start();
              await().until(() -> asking.getState() == Thread.State.WAITING);
              return String.valueOf(answer.get());
            });
    asking.join();
    assertThat(meanwhile).isEqualTo("null");
    assertThat(answer).hasValue("under the next lock");
    assertThat(before.<String>ask("gone", () -> "here")).isEqualTo("here");
  }

  /// A gate that is open or not.
  private static final class SwitchedGate implements Gate {
    private final List<String> seen = new ArrayList<>();
    private boolean open;

    @Override
    public Optional<Closed> closed(Call call, boolean last, long now) {
      var why = new Failed.Throttled(Failed.Dimension.REQUESTS, Optional.empty(), "closed");
      return open ? Optional.empty() : Optional.of(new Closed(why, now + 1_000_000_000L));
    }

    @Override
    public Permit enter(Call call, long now) {
      return new Permit() {
        @Override
        public void started(long at) {
          seen.add("started");
        }

        @Override
        public void settle(AttemptResult attempt) {
          seen.add("settled");
        }
      };
    }
  }
}
