package dev.sluice.internal.admission.queue;

import static dev.sluice.call.request.Band.CRITICAL;
import static dev.sluice.call.request.Band.NORMAL;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Answered;
import dev.sluice.call.AttemptResult;
import dev.sluice.call.Call;
import dev.sluice.call.Usage;
import dev.sluice.call.gate.Cost;
import dev.sluice.call.gate.Gate;
import dev.sluice.call.gate.Permit;
import dev.sluice.call.gate.QueuedDemand;
import dev.sluice.call.gate.Target;
import dev.sluice.call.request.Band;
import dev.sluice.config.policy.QueueConfig;
import dev.sluice.internal.admission.queue.Scene.Meter;
import dev.sluice.internal.admission.queue.Ticket.State;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

/// Calls of several routes, and which of them wait for each other: a route leads to one model at a
/// provider that limits each model, the other ones pass the asked name on to it.
class ContentionGroupTest {
  private static final int RATE = 1_000;

  private final Map<String, Meter> meters = new HashMap<>();

  /// What a model takes from once an attempt at it has ended.
  private final Map<String, Meter> own = new HashMap<>();

  private final Scene scene = new Scene(meter("m"), Map.of(), QueueConfig.defaults());
  private final RouteQueue passingRoute = scene.queue.route(QueueConfig.defaults(), true);
  private final Target passing = Scene.target("p/*", new Passing());

  @Test
  void who_passes_a_name_on_does_not_overtake_those_who_wait_for_the_same_model() {
    Ticket first = scene.offer(CRITICAL, 5_000);
    scene.pass(Duration.ofSeconds(1));
    Ticket second = pass("m", NORMAL, 100);
    assertThat(List.of(first, second)).allMatch(ticket -> ticket.state() == State.WAITING);
    scene.pass(Duration.ofSeconds(5));
    assertThat(scene.decided).containsExactly(first, second);
  }

  @Test
  void calls_for_different_models_do_not_wait_for_each_other() {
    scene.offer(CRITICAL, 5_000);
    meter("other");
    scene.pass(Duration.ofSeconds(1));
    assertThat(pass("other", NORMAL, 100).state()).isEqualTo(State.GRANTED);
  }

  @Test
  void calls_for_different_models_wait_for_a_target_that_serves_both() {
    meters.put("shut", new Meter(1));
    List<Target> both = List.of(passing, scene.target);
    Call first = call("shut", CRITICAL, 5_000);
    Ticket waits = scene.queue.offer(passingRoute, first, both, scene.now);
    scene.pass(Duration.ofSeconds(1));
    meters.put("too", new Meter(1));
    Call second = call("too", NORMAL, 100);
    assertThat(scene.queue.offer(passingRoute, second, both, scene.now).state())
        .isEqualTo(State.WAITING);
    assertThat(waits.state()).isEqualTo(State.WAITING);
  }

  @Test
  void what_an_attempt_gives_back_goes_to_whoever_waits_for_it_at_once() {
    meter("m").slots = 1;
    scene.pass(Duration.ofSeconds(10));
    Ticket running = scene.offer(NORMAL, 100);
    Ticket waits = pass("m", NORMAL, 100);
    assertThat(waits.state()).isEqualTo(State.WAITING);
    scene.pass(Duration.ofMillis(10));
    scene.settle(
        running.grant(),
        new AttemptResult(
            new Answered(), Usage.NONE, running.grant().begun(), OptionalLong.empty(), scene.now));
    assertThat(waits.state()).isEqualTo(State.GRANTED);
  }

  @Test
  void where_names_are_too_many_to_be_told_apart_nobody_overtakes() {
    for (int i = 0; i < 64; i++) {
      assertThat(pass("made-up-" + i, NORMAL, 1_000).state()).isEqualTo(State.WAITING);
    }
    Ticket first = pass("one-more", CRITICAL, 5_000);
    meter("and-another");
    scene.pass(Duration.ofSeconds(1));
    Ticket second = pass("and-another", NORMAL, 100);
    assertThat(List.of(first, second)).allMatch(ticket -> ticket.state() == State.WAITING);
  }

  @Test
  void names_that_share_a_source_do_not_delay_calls_of_another_source() {
    Meter shared = meter("shared");
    shared.shut(Duration.ofSeconds(5), scene.now);
    for (int i = 0; i < 100; i++) {
      meters.put("made-up-" + i, shared);
      assertThat(pass("made-up-" + i, NORMAL, 10).state()).isEqualTo(State.WAITING);
    }
    meter("real");
    scene.pass(Duration.ofSeconds(1));
    assertThat(pass("real", NORMAL, 100).state()).isEqualTo(State.GRANTED);
  }

  @Test
  void calls_of_a_model_that_takes_from_something_of_its_own_since_wait_for_that() {
    Meter shared = meter("shared");
    shared.slots = 1;
    meters.put("real", shared);
    meters.put("made-up", shared);
    scene.pass(Duration.ofSeconds(10));
    Ticket first = pass("real", NORMAL, 100);
    Ticket other = pass("made-up", NORMAL, 100);
    Ticket second = pass("real", NORMAL, 100);
    Ticket third = pass("real", NORMAL, 100);
    var alone = new Meter(RATE);
    alone.slots = 1;
    own.put("real", alone);
    scene.pass(Duration.ofMillis(200));
    scene.settle(first);
    assertThat(List.of(other, second)).allMatch(ticket -> ticket.state() == State.GRANTED);
    assertThat(third.state()).isEqualTo(State.WAITING);
    scene.settle(second);
    assertThat(third.state()).isEqualTo(State.GRANTED);
  }

  @Test
  void what_a_lane_was_short_of_is_forgotten_with_the_last_one_who_waited() {
    meter("m").slots = 0;
    scene.queue.leave(pass("m", NORMAL, 100), scene.now);
    meter("m").slots = Integer.MAX_VALUE;
    scene.pass(Duration.ofSeconds(12));
    scene.offer(CRITICAL, 26_000);
    Ticket refused = pass("m", NORMAL, 20_000);
    assertThat(refused.refusal().kind()).isEqualTo("throttled");
  }

  private Ticket pass(String model, Band band, int tokens) {
    return scene.queue.offer(passingRoute, call(model, band, tokens), List.of(passing), scene.now);
  }

  private Call call(String model, Band band, int tokens) {
    return Scene.call(band, "*", tokens, Duration.ofHours(1), scene.now).withModel(model);
  }

  private Meter meter(String model) {
    return meters.computeIfAbsent(model, _ -> new Meter(RATE));
  }

  /// The meter of the call's model.
  private final class Passing implements Gate {
    @Override
    public Optional<Closed> closed(Call call, boolean last, long now) {
      return meter(call.model()).closed(call, last, now);
    }

    @Override
    public Permit enter(Call call, long now) {
      Permit permit = meter(call.model()).enter(call, now);
      return attempt -> {
        permit.settle(attempt);
        meters.putAll(own);
      };
    }

    @Override
    public Optional<Object> source(Call call, long now) {
      return meter(call.model()).source(call, now);
    }

    @Override
    public Cost cost(Call call, long now) {
      return meter(call.model()).cost(call, now);
    }

    @Override
    public long nextOpen(Call call, QueuedDemand queued, long now) {
      return meter(call.model()).nextOpen(call, queued, now);
    }
  }
}
