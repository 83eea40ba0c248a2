package dev.sluice.internal.breaker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Failed;
import dev.sluice.call.Failed.Phase;
import dev.sluice.internal.breaker.Rig.Attempt;
import dev.sluice.stats.State;
import dev.sluice.stats.Transition;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SecondOpinionProbesTest extends SecondOpinionFixture {
  @Test
  void the_last_target_stays_open_to_all_but_those_until_two_have_failed() {
    poison(5);
    assertThat(rig.ask(rig.call("a", LONG), false)).isEmpty();
    poison(5);
    assertThat(rig.ask(rig.call("a", LONG), true)).isEmpty();
    assertThat(rig.ask(rig.call("b", LONG), true)).isPresent();
  }

  @Test
  void it_opens_to_all_last_ones_only_when_everything_fails() {
    poison(5);
    rig.ask(rig.call("b", LONG), true).orElseThrow().end(EMPTY);
    assertThat(rig.ask(rig.call("c", LONG), false)).isEmpty();
    for (int i = 0; i < 4; i++) {
      rig.ask(rig.call("c", LONG), true).orElseThrow().end(EMPTY);
    }
    assertThat(rig.ask(rig.call("c", LONG), true)).isEmpty();
  }

  @Test
  void its_own_probes_find_that_those_requests_pass_again() {
    poison(10);
    for (int i = 0; i < 3; i++) {
      assertThat(rig.ask(rig.call("a", LONG), true)).isEmpty();
      rig.advance(BASE);
      rig.ask(rig.call("a", LONG), true).orElseThrow().end(EMPTY);
      rig.ask(rig.call("b", LONG), true).orElseThrow().answer();
    }
    rig.advance(BASE);
    for (int i = 0; i < 3; i++) {
      rig.ask(rig.call("a", LONG), true).orElseThrow().answer();
    }
    poison(4);
    assertThat(rig.ask(rig.call("a", LONG), false)).isPresent();
  }

  @Test
  void one_caller_s_probes_do_not_keep_a_target_closed_to_others_that_is_well_again() {
    rig.kill();
    int refused = 0;
    for (int i = 0; i < 400 && rig.state() != State.CLOSED; i++) {
      rig.ask(rig.call("a", LONG + i % 2), true).ifPresent(attempt -> attempt.end(EMPTY));
      if (i % 10 == 0) {
        Optional<Attempt> good = rig.ask(rig.call("b", LONG), true);
        refused += good.isEmpty() ? 1 : 0;
        good.ifPresent(Attempt::answer);
      }
      rig.advance(Duration.ofMillis(100));
    }
    assertThat(rig.state()).isEqualTo(State.CLOSED);
    assertThat(refused).isLessThanOrEqualTo(5);
    rig.ask(rig.call("b", LONG), false).orElseThrow().answer();
  }

  @Test
  void probes_of_two_callers_that_fail_open_it_to_all_again() {
    rig.kill();
    rig.advance(BASE);
    rig.ask(rig.call("a", LONG), true).orElseThrow().end(EMPTY);
    assertThat(rig.ask(rig.call("a", LONG), true)).isEmpty();
    rig.ask(rig.call("b", LONG), true).orElseThrow().end(EMPTY);
    assertThat(rig.ask(rig.call("c", LONG), true)).isEmpty();
    rig.advance(BASE);
    assertThat(rig.ask(rig.call("c", LONG), true)).isPresent();
  }

  @Test
  void failures_of_one_caller_that_are_too_old_do_not_count_with_another_s() {
    poison(10);
    rig.advance(Duration.ofHours(7));
    rig.ask(rig.call("b", LONG), true).orElseThrow().end(BROKEN);
    assertThat(rig.ask(rig.call("c", LONG), true)).isPresent();
    assertThat(rig.ask(rig.call("c", LONG), false)).isPresent();
    assertThat(rig.openings()).isEqualTo(rig.changes(Transition.ONE_CALLER));
  }

  @Test
  void whole_answers_that_do_not_come_in_time_may_be_long_ones() {
    var late = new Failed.TimedOut(Phase.FIRST_TOKEN, BASE);
    for (int i = 0; i < 5; i++) {
      rig.ask(rig.whole("a"), false).orElseThrow().end(late);
    }
    assertThat(rig.ask(rig.whole("a"), false)).isEmpty();
    assertThat(rig.ask(rig.whole("b"), false)).isPresent();
  }
}
