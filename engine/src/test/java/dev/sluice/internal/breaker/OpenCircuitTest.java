package dev.sluice.internal.breaker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.call.Answered;
import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.request.Band;
import dev.sluice.config.policy.BreakerConfig;
import dev.sluice.internal.breaker.Rig.Attempt;
import dev.sluice.stats.State;
import dev.sluice.stats.Transition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// How long it stays open, to whom, and how it closes again.
class OpenCircuitTest {
  private static final Duration BASE = Duration.ofSeconds(5);
  private static final Duration MAX = Duration.ofSeconds(20);

  private final Rig rig = new Rig(BreakerConfig.defaults());

  @Test
  void the_open_time_doubles_with_equal_jitter_up_to_its_maximum() {
    rig.open();
    assertThat(rig.closedFor(false)).isEqualTo(BASE);
    Duration grown = BASE;
    for (int i = 0; i < 10; i++) {
      rig.advance(rig.closedFor(false));
      rig.fail(1);
      grown = grown.multipliedBy(2).compareTo(MAX) < 0 ? grown.multipliedBy(2) : MAX;
      assertThat(rig.closedFor(false)).isBetween(grown.dividedBy(2), grown);
    }
    assertThat(grown).isEqualTo(MAX);
    assertThat(rig.changes(Transition.PROBE_FAILED)).isEqualTo(10);
  }

  @Test
  void gateways_do_not_come_back_all_at_once() {
    List<Duration> waits = new ArrayList<>();
    for (int gateway = 0; gateway < 50; gateway++) {
      var one = new Rig(BreakerConfig.defaults(), gateway);
      one.open();
      one.advance(BASE);
      one.fail(1);
      waits.add(one.closedFor(false));
    }
    assertThat(waits).doesNotHaveDuplicates();
  }

  @Test
  void a_circuit_that_was_well_for_a_while_opens_for_the_shortest_time_again() {
    rig.open();
    rig.advance(BASE);
    rig.succeed(3);
    rig.advance(Duration.ofSeconds(29));
    rig.open();
    assertThat(rig.closedFor(false)).isGreaterThan(BASE);
    rig.advance(MAX);
    rig.succeed(3);
    rig.advance(Duration.ofSeconds(30));
    rig.open();
    assertThat(rig.closedFor(false)).isEqualTo(BASE);
  }

  @Test
  void the_server_s_hint_says_how_long() {
    Duration hint = Duration.ofSeconds(42);
    for (int i = 0; i < 5; i++) {
      rig.enter().end(new Failed.Overloaded(503, Optional.of(hint), "later"));
    }
    assertThat(rig.closedFor(false)).isEqualTo(hint);
  }

  @Test
  void a_hint_is_believed_up_to_five_minutes() {
    for (int i = 0; i < 5; i++) {
      Duration years = Duration.ofSeconds(Long.MAX_VALUE / 2);
      rig.enter().end(new Failed.Overloaded(503, Optional.of(years), "later"));
    }
    assertThat(rig.closedFor(false)).isEqualTo(Duration.ofMinutes(5));
  }

  @Test
  void the_last_target_stays_open_until_everything_fails() {
    rig.open();
    for (int i = 0; i < 5; i++) {
      assertThat(rig.ask()).isEmpty();
      rig.askLast().orElseThrow().end(Rig.DOWN);
    }
    assertThat(rig.askLast()).isEmpty();
  }

  @Test
  void the_last_target_stays_open_while_some_calls_succeed() {
    rig.open();
    for (int i = 0; i < 100; i++) {
      Attempt attempt = rig.askLast().orElseThrow();
      if (i % 4 == 0) {
        attempt.answer();
      } else {
        attempt.end(Rig.DOWN);
      }
      rig.advance(Duration.ofMillis(100));
    }
    assertThat(rig.state()).isNotEqualTo(State.CLOSED);
  }

  @Test
  void the_last_target_is_probed_after_the_shortest_time_however_often_it_has_opened() {
    rig.kill();
    for (int i = 0; i < 8; i++) {
      assertThat(rig.closedFor(true)).isEqualTo(BASE);
      rig.advance(BASE);
      rig.askLast().orElseThrow().end(Rig.DOWN);
    }
    assertThat(rig.closedFor(false)).isGreaterThan(BASE);
  }

  @Test
  void probes_ramp_one_two_four_then_it_closes() {
    rig.kill();
    rig.advance(BASE);
    for (int round : new int[] {1, 2, 4}) {
      List<Attempt> probes = new ArrayList<>();
      for (int i = 0; i < round; i++) {
        probes.add(rig.askLast().orElseThrow());
      }
      assertThat(rig.state()).isEqualTo(State.HALF_OPEN);
      assertThat(rig.askLast()).isEmpty();
      assertThat(rig.ask()).isEmpty();
      probes.forEach(Attempt::start);
    }
    assertThat(rig.state()).isEqualTo(State.CLOSED);
    assertThat(rig.changes(Transition.RECOVERED)).isEqualTo(1);
  }

  @Test
  void a_slow_probe_keeps_no_other_waiting_and_there_are_never_more_than_four() {
    rig.open();
    rig.advance(BASE);
    rig.enter().start();
    Attempt slow = rig.enter();
    rig.enter().start();
    List<Attempt> probes = List.of(rig.enter(), rig.enter(), rig.enter());
    assertThat(rig.ask()).isEmpty();
    probes.getFirst().start();
    assertThat(rig.state()).isEqualTo(State.CLOSED);
    slow.end(Rig.DOWN);
    assertThat(rig.state()).isEqualTo(State.CLOSED);
  }

  @Test
  void a_probe_of_an_earlier_step_does_not_end_a_later_one() {
    rig.open();
    rig.advance(BASE);
    rig.enter().start();
    List<Attempt> second = List.of(rig.enter(), rig.enter());
    second.forEach(Attempt::start);
    assertThat(rig.state()).isEqualTo(State.HALF_OPEN);
    rig.enter().start();
    assertThat(rig.state()).isEqualTo(State.CLOSED);
  }

  @Test
  void a_probe_that_breaks_after_its_start_opens_it_again() {
    rig.open();
    rig.advance(BASE);
    rig.enter().start().end(Rig.BROKEN);
    assertThat(rig.state()).isEqualTo(State.OPEN);
  }

  @Test
  void a_probe_without_a_result_gives_its_slot_back() {
    rig.open();
    rig.advance(BASE);
    for (int i = 0; i < 5; i++) {
      rig.enter().end(new Failed.Cancelled());
      rig.enter().end(Rig.THROTTLED);
    }
    rig.succeed(3);
    assertThat(rig.state()).isEqualTo(State.CLOSED);
  }

  @Test
  void a_probe_that_never_reports_blocks_no_other_for_longer_than_its_lease() {
    rig.open();
    rig.advance(BASE);
    Attempt lost = rig.enter();
    assertThat(rig.closedFor(false)).isEqualTo(BASE);
    rig.advance(BASE);
    rig.succeed(3);
    assertThat(rig.state()).isEqualTo(State.CLOSED);
    lost.end(Rig.DOWN);
    assertThat(rig.state()).isEqualTo(State.CLOSED);
  }

  @Test
  void a_probe_that_starts_after_its_lease_still_counts() {
    rig.open();
    rig.advance(BASE);
    for (int i = 0; i < 3; i++) {
      Attempt slow = rig.enter();
      rig.advance(BASE.multipliedBy(2));
      slow.start().end(new Answered());
    }
    assertThat(rig.state()).isEqualTo(State.CLOSED);
  }

  @Test
  void ordinary_calls_of_the_last_target_do_not_decide_for_the_probes() {
    rig.open();
    Attempt ordinary = rig.askLast().orElseThrow();
    rig.advance(BASE);
    Attempt probe = rig.enter();
    ordinary.end(Rig.DOWN);
    assertThat(rig.state()).isEqualTo(State.HALF_OPEN);
    probe.start();
    rig.succeed(2);
    assertThat(rig.state()).isEqualTo(State.CLOSED);
  }

  @Test
  void between_five_and_fifty_percent_a_growing_share_is_shed() {
    assertThat(shedAt(4)).isZero();
    assertThat(shedAt(10)).isCloseTo(0.1, within(0.08));
    assertThat(shedAt(20)).isCloseTo(0.6, within(0.08));
    assertThat(shedAt(45)).isCloseTo(0.8, within(0.03));
  }

  /// The share that is shed when so many percent fail.
  private static double shedAt(int percent) {
    var rig = new Rig(BreakerConfig.defaults());
    failing(rig, percent);
    int shed = 0;
    for (int i = 0; i < 1000; i++) {
      shed += rig.ask(rig.call(Band.NORMAL), false).isEmpty() ? 1 : 0;
    }
    assertThat(rig.state()).isEqualTo(State.CLOSED);
    return shed / 1000.0;
  }

  @Test
  void the_least_urgent_are_shed_first() {
    failing(rig, 14);
    Band[] mix = {Band.CRITICAL, Band.INTERACTIVE, Band.NORMAL, Band.BATCH};
    int[] shed = new int[mix.length];
    for (int i = 0; i < 4000; i++) {
      int band = i % mix.length;
      shed[band] += rig.ask(rig.call(mix[band]), false).isEmpty() ? 1 : 0;
    }
    assertThat(shed[3]).isBetween(700, 900);
    assertThat(shed[2]).isBetween(400, 800);
    assertThat(shed[1]).isLessThan(100);
    assertThat(shed[0]).isLessThan(10);
  }

  @Test
  void a_call_gets_the_same_answer_however_often_it_asks() {
    failing(rig, 40);
    for (int i = 0; i < 100; i++) {
      Call call = rig.call(Band.NORMAL);
      boolean shed = rig.breaker.closed(call, false, rig.loop.nanos()).isPresent();
      for (int again = 0; again < 10; again++) {
        assertThat(rig.breaker.closed(call, false, rig.loop.nanos()).isPresent()).isEqualTo(shed);
      }
    }
  }

  @Test
  void nothing_of_the_last_target_is_shed() {
    failing(rig, 45);
    for (int i = 0; i < 100; i++) {
      assertThat(rig.askLast()).isPresent();
    }
  }

  /// Lets so many of a hundred calls fail, no two in a row of five.
  private static void failing(Rig rig, int percent) {
    int failed = 0;
    for (int i = 0; i < 100; i++) {
      Attempt attempt = rig.askLast().orElseThrow();
      if (i >= 10 && failed * 90 < percent * (i - 9)) {
        failed++;
        attempt.end(Rig.DOWN);
      } else {
        attempt.answer();
      }
    }
  }

  @Test
  void a_circuit_that_no_call_tries_goes_on_trial_once_its_provider_lists_its_models() {
    rig.open();
    list();
    assertThat(rig.state()).isEqualTo(State.OPEN);
    rig.advance(BASE);
    assertThat(rig.breaker.lacksCalls(rig.loop.nanos())).isTrue();
    list();
    assertThat(rig.state()).isEqualTo(State.HALF_OPEN);
    assertThat(rig.breaker.lacksCalls(rig.loop.nanos())).isFalse();
    assertThat(rig.changes(Transition.LISTED)).isEqualTo(1);
    assertThat(rig.changes(Transition.PROBING)).isZero();
  }

  @Test
  void a_list_makes_no_target_healthy() {
    rig.open();
    rig.advance(BASE);
    list();
    list();
    assertThat(rig.told).hasSize(1);
    Rig.Attempt first = rig.enter();
    assertThat(rig.ask()).isEmpty();
    first.end(Rig.DOWN);
    assertThat(rig.state()).isEqualTo(State.OPEN);
    assertThat(rig.closedFor(false)).isGreaterThan(BASE);
    rig.advance(MAX);
    list();
    rig.succeed(3);
    assertThat(rig.state()).isEqualTo(State.CLOSED);
  }

  @Test
  void a_list_says_nothing_of_a_circuit_that_calls_try() {
    rig.open();
    rig.advance(BASE);
    rig.enter();
    list();
    assertThat(rig.changes(Transition.LISTED)).isZero();
  }

  @Test
  void a_hint_holds_against_a_list() {
    for (int i = 0; i < 5; i++) {
      rig.enter().end(new Failed.Overloaded(503, Optional.of(Duration.ofSeconds(42)), "later"));
    }
    rig.advance(MAX);
    list();
    assertThat(rig.state()).isEqualTo(State.OPEN);
  }

  @Test
  void only_breakers_with_an_open_circuit_are_tried_and_only_where_lists_may() {
    assertThat(rig.breakers.open()).isEmpty();
    rig.open();
    assertThat(rig.breakers.open()).containsOnlyKeys("p");
    assertThat(rig.breakers.useLists()).isTrue();
    var without = new Rig(BreakerConfig.defaults().with(BreakerConfig.Probe.OFF));
    without.open();
    assertThat(without.breakers.open()).isEmpty();
    assertThat(without.breakers.useLists()).isFalse();
  }

  private void list() {
    rig.breaker.listed(rig.loop.nanos());
  }
}
