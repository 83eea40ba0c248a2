package dev.sluice.internal.admission.queue;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Answered;
import dev.sluice.call.AttemptResult;
import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.Outcome;
import dev.sluice.call.Usage;
import dev.sluice.call.gate.Gate;
import dev.sluice.call.gate.Target;
import dev.sluice.call.request.Band;
import dev.sluice.config.policy.QueueConfig;
import dev.sluice.config.quota.ChargeRule;
import dev.sluice.config.quota.Concurrency;
import dev.sluice.config.quota.QuotaConfig;
import dev.sluice.internal.hold.ModelHoldGate;
import dev.sluice.internal.quota.Quotas;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/// Calls for models of a target that passes names on, none of which has answered: they take from
/// one quota, and each name is held by itself.
class HeldModelsTest {
  private static final Duration HINT = Duration.ofSeconds(20);

  private final List<Ticket> decided = new ArrayList<>();
  private final CallQueue queue = new CallQueue(Map.of(), decided::add);
  private final RouteQueue route = queue.route(QueueConfig.defaults(), true);
  private final Target target = target(new Concurrency.Unbounded());
  private long now = Scene.SECOND;

  @Test
  void a_name_that_is_held_keeps_no_other_from_going() {
    refuse("m1");
    Ticket held = offer("m1");
    assertThat(held.state()).isEqualTo(Ticket.State.WAITING);
    for (int i = 0; i < 50; i++) {
      assertThat(offer("m1").state()).isEqualTo(Ticket.State.WAITING);
      assertThat(offer("model-" + i).state()).isEqualTo(Ticket.State.GRANTED);
    }
    pass(HINT);
    assertThat(held.state()).isEqualTo(Ticket.State.GRANTED);
  }

  @Test
  void nor_does_a_critical_call_of_its() {
    refuse("m1");
    assertThat(offer("m1", Band.CRITICAL).state()).isEqualTo(Ticket.State.WAITING);
    for (int i = 0; i < 50; i++) {
      assertThat(offer("m2").state()).isEqualTo(Ticket.State.GRANTED);
    }
  }

  @Test
  void calls_that_wait_already_when_their_name_is_held_keep_no_other_from_going() {
    Target one = target(new Concurrency.Fixed(1));
    Ticket first = offer("m1", Band.NORMAL, one);
    List<Ticket> waiting = new ArrayList<>();
    for (int i = 0; i < 2; i++) {
      waiting.add(offer("m1", Band.NORMAL, one));
    }
    Ticket other = offer("m2", Band.NORMAL, one);
    assertThat(other.state()).isEqualTo(Ticket.State.WAITING);
    settle(first.grant(), throttled());
    assertThat(other.state()).isEqualTo(Ticket.State.GRANTED);
    assertThat(waiting).allMatch(ticket -> ticket.state() == Ticket.State.WAITING);
    settle(other.grant(), new Answered());
    pass(HINT);
    assertThat(waiting).anyMatch(ticket -> ticket.state() == Ticket.State.GRANTED);
  }

  @Test
  void what_is_held_is_not_in_front_of_a_call_that_waits_for_the_quota() {
    Target one = target(new Concurrency.Fixed(1));
    settle(offer("m1", Band.NORMAL, one).grant(), throttled());
    for (int i = 0; i < 200; i++) {
      offer("m1", Band.NORMAL, one);
    }
    Ticket busy = offer("m2", Band.NORMAL, one);
    Ticket next = offer("m3", Band.NORMAL, one);
    assertThat(next.state()).isEqualTo(Ticket.State.WAITING);
    assertThat(next.predicted()).isLessThan(Scene.SECOND);
    settle(busy.grant(), new Answered());
    assertThat(next.state()).isEqualTo(Ticket.State.GRANTED);
  }

  @Test
  void however_many_names_are_held_others_go_and_each_of_them_goes_in_the_end() {
    List<Ticket> held = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      refuse("made-up-" + i);
      held.add(offer("made-up-" + i));
    }
    for (int i = 0; i < 50; i++) {
      assertThat(offer("m2").state()).isEqualTo(Ticket.State.GRANTED);
    }
    pass(HINT.plusSeconds(1));
    assertThat(held).allMatch(ticket -> ticket.state() == Ticket.State.GRANTED);
  }

  @Test
  void a_name_whose_hold_ends_goes_although_many_before_it_are_held_longer() {
    List<Ticket> held = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      refuse("made-up-" + i);
      held.add(offer("made-up-" + i));
    }
    settle(offer("short").grant(), throttled(Duration.ofSeconds(1)));
    Ticket last = offer("short");
    assertThat(last.state()).isEqualTo(Ticket.State.WAITING);
    pass(Duration.ofSeconds(2));
    assertThat(last.state()).isEqualTo(Ticket.State.GRANTED);
    assertThat(held).allMatch(ticket -> ticket.state() == Ticket.State.WAITING);
  }

  @Test
  void a_name_that_waits_for_the_quota_behind_its_hold_goes_in_its_turn() {
    Target one = target(new Concurrency.Fixed(1));
    settle(offer("m1", Band.NORMAL, one).grant(), throttled());
    Ticket held = offer("m1", Band.CRITICAL, one);
    Ticket busy = offer("m2", Band.NORMAL, one);
    pass(HINT);
    Ticket later = offer("m3", Band.NORMAL, one);
    settle(busy.grant(), new Failed.Internal());
    assertThat(held.state()).isEqualTo(Ticket.State.GRANTED);
    assertThat(later.state()).isEqualTo(Ticket.State.WAITING);
  }

  private static Target target(Concurrency concurrency) {
    Gate quota =
        new Quotas(new QuotaConfig(Map.of(), concurrency), ChargeRule.defaults())
            .gate(Optional.empty());
    List<Gate> gates = List.of(new ModelHoldGate(), quota);
    return new Target("p/*", Scene.CHAT, 1, 0, gates, (_, _) -> new Answered());
  }

  private Ticket offer(String model) {
    return offer(model, Band.NORMAL);
  }

  private Ticket offer(String model, Band band) {
    return offer(model, band, target);
  }

  private Ticket offer(String model, Band band, Target to) {
    Call call = Scene.call(band, "*", 400, Duration.ofHours(1), now).withModel(model);
    return queue.offer(route, call, List.of(to), now);
  }

  private void refuse(String model) {
    settle(offer(model).grant(), throttled());
  }

  private void settle(Grant grant, Outcome outcome) {
    queue.settle(grant, new AttemptResult(outcome, Usage.NONE, now, OptionalLong.empty(), now));
  }

  private void pass(Duration time) {
    long until = now + time.toNanos();
    for (long wake = queue.wakeAt(); wake <= until; wake = queue.wakeAt()) {
      now = Math.max(now, wake);
      queue.advance(now);
    }
    now = until;
  }

  private static Failed throttled() {
    return throttled(HINT);
  }

  private static Failed throttled(Duration hint) {
    return new Failed.Throttled(Failed.Dimension.REQUESTS, Optional.of(hint), "m");
  }
}
