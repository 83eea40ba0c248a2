package dev.sluice.batches.delegate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.batches.delegate.RemoteFailure.Kind;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Delegated batches in virtual time, at a provider with faults.
class DelegateMachineTest {
  private static final Duration DAY = Duration.ofHours(24);
  private static final Duration HOUR = Duration.ofHours(1);

  @Test
  void a_batch_is_sent_made_asked_for_and_taken_over() throws Exception {
    var play = new DelegatePlay(0, 3, 5);
    play.provider.script(PlayedProvider::all);
    assertThat(play.go(HOUR)).isTrue();
    assertThat(play.provider.made()).hasSize(2);
    assertThat(play.results).hasSize(5).containsKeys("line-0", "line-4");
  }

  @Test
  void a_batch_that_runs_is_asked_for_ever_more_seldom_but_each_five_minutes() throws Exception {
    var play = new DelegatePlay(0, 3);
    assertThat(play.go(Duration.ofHours(2))).isFalse();
    List<Long> at = play.pollsAt;
    assertThat(at.get(1) - at.getFirst()).isBetween(48_000L, 150_000L);
    for (int i = 6; i < at.size(); i++) {
      assertThat(at.get(i) - at.get(i - 1)).isBetween(239_000L, 300_100L);
    }
    play.provider.end(play.remote(), List.of(PlayedProvider.said("line-1")));
    assertThat(play.go(HOUR)).isTrue();
    assertThat(play.results).containsOnlyKeys("line-1");
  }

  @Test
  void a_crash_between_making_a_batch_and_knowing_it_makes_no_second_one() throws Exception {
    var play = new DelegatePlay(0, 3);
    play.provider.crash("create", true);
    assertThatThrownBy(() -> play.go(HOUR)).isInstanceOf(PlayedProvider.Crash.class);
    play.restart();
    assertThat(play.delegation.parts().getFirst().state()).isEqualTo(PartState.CREATING);
    play.provider.runAll();
    play.provider.script(PlayedProvider::all);
    play.provider.runAll();
    assertThat(play.go(HOUR)).isTrue();
    assertThat(play.provider.made()).hasSize(1);
    assertThat(play.results).hasSize(3);
  }

  @Test
  void a_batch_that_was_not_made_before_a_crash_is_made_once_it_is_sure_not_to_come()
      throws Exception {
    var play = new DelegatePlay(0, 3);
    play.provider.crash("create", false);
    assertThatThrownBy(() -> play.go(HOUR)).isInstanceOf(PlayedProvider.Crash.class);
    play.restart();
    long crashed = play.now;
    play.provider.script(PlayedProvider::all);
    assertThat(play.go(HOUR)).isTrue();
    assertThat(play.provider.made()).hasSize(1);
    assertThat(play.actions.stream().filter(Action.Find.class::isInstance).count())
        .isGreaterThan(2);
    assertThat(play.now - crashed).isGreaterThan(DelegatePlay.TIMES.settle());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void an_answer_that_is_lost_makes_no_second_batch(boolean taken) throws Exception {
    var play = new DelegatePlay(0, 3);
    play.provider.script(PlayedProvider::all);
    play.provider.fail("create", Kind.UNKNOWN, taken);
    play.provider.fail("find", Kind.LATER, false);
    assertThat(play.go(HOUR)).isTrue();
    assertThat(play.provider.made()).hasSize(1);
    assertThat(play.results.values()).containsOnly(1);
  }

  @Test
  void a_request_that_was_not_taken_is_made_again_without_a_look() throws Exception {
    var play = new DelegatePlay(0, 3);
    play.provider.script(PlayedProvider::all);
    play.provider.fail("create", Kind.LATER, false);
    assertThat(play.go(HOUR)).isTrue();
    assertThat(play.actions).noneMatch(Action.Find.class::isInstance);
    assertThat(play.results).hasSize(3);
  }

  @Test
  void a_provider_without_batches_is_asked_once() throws Exception {
    var play = new DelegatePlay(0, 3);
    play.provider.fail("upload", Kind.MISSING, false);
    assertThat(play.go(HOUR)).isTrue();
    assertThat(play.actions).containsExactly(new Action.Upload(0));
  }

  @Test
  void a_batch_that_is_refused_again_and_again_is_given_up() throws Exception {
    var play = new DelegatePlay(0, 3);
    for (int i = 0; i < DelegateMachine.MOST_REFUSED; i++) {
      play.provider.fail("create", Kind.REFUSED, false);
    }
    assertThat(play.go(HOUR)).isTrue();
    assertThat(play.provider.made()).isEmpty();
    assertThat(play.actions.stream().filter(Action.Create.class::isInstance).count())
        .isEqualTo(DelegateMachine.MOST_REFUSED);
  }

  @Test
  void a_batch_that_its_provider_has_lost_is_given_up() throws Exception {
    var play = new DelegatePlay(0, 3);
    assertThat(play.go(Duration.ofMinutes(10))).isFalse();
    play.provider.lose(play.remote());
    assertThat(play.go(HOUR)).isTrue();
    assertThat(play.results).isEmpty();
  }

  @Test
  void a_provider_that_is_away_for_hours_costs_a_batch_nothing() throws Exception {
    var play = new DelegatePlay(0, 3);
    assertThat(play.go(Duration.ofMinutes(10))).isFalse();
    for (int i = 0; i < 30; i++) {
      play.provider.fail("get", i % 2 == 0 ? Kind.UNKNOWN : Kind.LATER, false);
    }
    assertThat(play.go(Duration.ofHours(1))).isFalse();
    play.provider.script(PlayedProvider::all);
    play.provider.runAll();
    assertThat(play.go(Duration.ofHours(4))).isTrue();
    assertThat(play.results).hasSize(3);
  }

  @Test
  void failures_of_another_kind_make_no_refusal_the_last_one() throws Exception {
    var play = new DelegatePlay(0, 3);
    for (int i = 1; i < DelegateMachine.MOST_REFUSED; i++) {
      play.provider.fail("create", Kind.LATER, false);
    }
    play.provider.fail("create", Kind.REFUSED, false);
    assertThat(play.go(HOUR)).isFalse();
    for (int i = 1; i < DelegateMachine.MOST_REFUSED; i++) {
      play.provider.fail("get", Kind.UNKNOWN, false);
    }
    play.provider.fail("get", Kind.MISSING, false);
    play.provider.script(PlayedProvider::all);
    play.provider.runAll();
    assertThat(play.go(Duration.ofHours(3))).isTrue();
    assertThat(play.provider.made()).hasSize(1);
    assertThat(play.results).hasSize(3);
  }

  @Test
  void refusals_count_among_other_failures_and_in_another_process() throws Exception {
    var play = new DelegatePlay(0, 3);
    assertThat(play.go(Duration.ofMinutes(10))).isFalse();
    for (int i = 0; i < DelegateMachine.MOST_REFUSED; i++) {
      play.provider.fail("get", Kind.MISSING, false);
      play.provider.fail("get", Kind.UNKNOWN, false);
    }
    assertThat(play.go(Duration.ofMinutes(12))).isFalse();
    play.restart();
    assertThat(play.delegation.parts().getFirst().refused()).isPositive();
    assertThat(play.go(Duration.ofHours(3))).isTrue();
    assertThat(play.results).isEmpty();
  }

  @Test
  void a_batch_that_ends_without_a_file_is_over() throws Exception {
    var play = new DelegatePlay(0, 3);
    play.provider.script(_ -> List.of());
    assertThat(play.go(HOUR)).isTrue();
    assertThat(play.results).isEmpty();
  }

  @Test
  void results_whose_reading_breaks_off_are_read_again() throws Exception {
    var play = new DelegatePlay(0, 4);
    play.provider.script(PlayedProvider::all);
    play.provider.fail("read", Kind.UNKNOWN, true);
    assertThat(play.go(HOUR)).isTrue();
    assertThat(play.results).hasSize(4).containsEntry("line-0", 2);
  }

  @Test
  void a_batch_that_is_to_end_is_cancelled_within_seconds_and_keeps_what_was_done()
      throws Exception {
    var play = new DelegatePlay(0, 3);
    assertThat(play.go(Duration.ofMinutes(30))).isFalse();
    play.provider.fail("cancel", Kind.LATER, false);
    play.stop = Stop.END;
    long asked = play.now;
    play.provider.script(lines -> PlayedProvider.all(lines.subList(0, 2)));
    assertThat(play.go(HOUR)).isTrue();
    assertThat(play.provider.cancelled()).hasSize(1);
    assertThat(play.now - asked).isLessThan(30_000);
    assertThat(play.results).hasSize(2);
  }

  @Test
  void a_part_that_was_not_begun_is_dropped_when_the_batch_is_to_end() throws Exception {
    var play = new DelegatePlay(0, 3);
    play.stop = Stop.END;
    assertThat(play.go(HOUR)).isTrue();
    assertThat(play.actions).containsExactly(new Action.Drop(0));
  }

  @Test
  void a_batch_that_is_being_made_when_it_is_to_end_is_looked_for_and_cancelled() throws Exception {
    var play = new DelegatePlay(0, 3);
    play.provider.crash("create", true);
    assertThatThrownBy(() -> play.go(HOUR)).isInstanceOf(PlayedProvider.Crash.class);
    play.restart();
    play.stop = Stop.END;
    play.provider.script(lines -> PlayedProvider.all(lines.subList(0, 1)));
    assertThat(play.go(HOUR)).isTrue();
    assertThat(play.provider.cancelled()).hasSize(1);
    assertThat(play.results).hasSize(1);
  }

  @Test
  void a_batch_that_does_not_end_although_it_was_cancelled_is_left() throws Exception {
    var play = new DelegatePlay(0, 3);
    assertThat(play.go(Duration.ofMinutes(30))).isFalse();
    play.stop = Stop.END;
    long asked = play.now;
    assertThat(play.go(DAY)).isTrue();
    assertThat(play.now - asked)
        .isBetween(DelegatePlay.TIMES.ends(), DelegatePlay.TIMES.ends() + 60_000);
  }

  @Test
  void what_was_done_is_taken_over_although_the_window_has_ended() throws Exception {
    var play = new DelegatePlay(0, 3, 6, 8);
    assertThat(play.go(Duration.ofMinutes(30))).isFalse();
    play.provider.end(
        play.remote(), List.of(PlayedProvider.said("line-1"), PlayedProvider.said("line-2")));
    play.now += DAY.toMillis();
    play.stop = Stop.LEAVE;
    play.provider.script(lines -> PlayedProvider.all(lines.subList(0, 1)));
    play.restart();
    long asked = play.now;
    assertThat(play.go(HOUR)).isTrue();
    assertThat(play.now - asked).isLessThan(60_000);
    assertThat(play.results).containsOnlyKeys("line-1", "line-2", "line-3", "line-6");
  }

  @Test
  void a_part_that_has_ended_is_taken_over_although_the_window_has_ended() throws Exception {
    var play = new DelegatePlay(0, 3);
    play.provider.script(PlayedProvider::all);
    play.provider.fail("read", Kind.LATER, false);
    play.provider.fail("read", Kind.LATER, false);
    assertThat(play.go(Duration.ofMinutes(2))).isFalse();
    assertThat(play.delegation.parts().getFirst().state()).isEqualTo(PartState.ENDED);
    play.stop = Stop.LEAVE;
    assertThat(play.go(HOUR)).isTrue();
    assertThat(play.results).hasSize(3);
  }

  @Test
  void a_provider_that_cannot_be_asked_is_left_an_hour_behind_the_window() throws Exception {
    var play = new DelegatePlay(0, 3, 6);
    assertThat(play.go(Duration.ofMinutes(30))).isFalse();
    for (int i = 0; i < 2_000; i++) {
      play.provider.fail("cancel", Kind.UNKNOWN, false);
    }
    play.now += DAY.toMillis();
    play.stop = Stop.LEAVE;
    play.restart();
    long asked = play.now;
    assertThat(play.go(DAY)).isTrue();
    long leaves = DelegatePlay.TIMES.leaves();
    assertThat(play.now - asked).isBetween(leaves, leaves + 400_000);
  }

  private static Delegation running(DelegateMachine machine, long now) {
    var all = new Delegation("openai/m", List.of(Part.planned(0, 3, 3, now)));
    all = machine.creating(machine.uploaded(all, 0, "file-1", now), 0, now);
    return machine.left(machine.created(all, 0, "remote-1", now), now);
  }

  @Test
  void a_provider_that_was_not_asked_in_vain_is_not_left_with_what_it_has() {
    var machine = new DelegateMachine(DelegatePlay.TIMES, new SplittableRandom(3));
    long now = 1_000_000_000_000L;
    long late = now + 2 * DelegatePlay.TIMES.leaves();
    Delegation running = running(machine, now);
    assertThat(machine.next(running, Stop.LEAVE, late)).isEqualTo(new Action.Cancel(0));
    var told = new RemoteBatch("remote-1", true, List.of("result-1"), "");
    Delegation ended = machine.polled(running, 0, told, now);
    assertThat(machine.next(ended, Stop.LEAVE, late)).isEqualTo(new Action.Take(0));
    Delegation again = machine.failed(ended, 0, RemoteFailure.noMemory(), late);
    assertThat(machine.next(again, Stop.LEAVE, late + 1)).isInstanceOf(Action.Wait.class);
    assertThat(machine.next(again, Stop.LEAVE, late + HOUR.toMillis()))
        .isEqualTo(new Action.Take(0));
    var away = new RemoteFailure(Kind.UNKNOWN, "played", Optional.empty());
    Delegation failed = machine.failed(ended, 0, away, late);
    assertThat(machine.next(failed, Stop.LEAVE, late + 1)).isEqualTo(new Action.Drop(0));
  }

  @Test
  void what_never_has_memory_is_not_sent() {
    var machine = new DelegateMachine(DelegatePlay.TIMES, new SplittableRandom(3));
    var planned = new Delegation("openai/m", List.of(Part.planned(0, 3, 3, 1)));
    Delegation over = machine.failed(planned, 0, RemoteFailure.tooLarge(), 2);
    assertThat(over.isUnderWay()).isFalse();
  }

  @Test
  void a_batch_that_is_to_end_waits_for_a_provider_that_is_away() throws Exception {
    var play = new DelegatePlay(0, 3);
    assertThat(play.go(Duration.ofMinutes(30))).isFalse();
    play.stop = Stop.END;
    for (int i = 0; i < 12; i++) {
      play.provider.fail("cancel", Kind.UNKNOWN, false);
      play.provider.fail("get", Kind.UNKNOWN, false);
    }
    play.provider.script(lines -> PlayedProvider.all(lines.subList(0, 2)));
    long asked = play.now;
    assertThat(play.go(DAY)).isTrue();
    assertThat(play.now - asked).isGreaterThan(DelegatePlay.TIMES.ends());
    assertThat(play.results).hasSize(2);
  }

  @Test
  void what_is_still_open_is_what_its_parts_may_cost_that_are_not_over() throws Exception {
    var play = new DelegatePlay(0, 3, 7);
    assertThat(play.delegation.worst()).isEqualTo(7);
    assertThat(play.go(Duration.ofMinutes(3))).isFalse();
    play.provider.end(play.remote(), List.of(PlayedProvider.said("line-1")));
    assertThat(play.go(Duration.ofMinutes(10))).isFalse();
    assertThat(play.delegation.worst()).isEqualTo(4);
    play.restart();
    assertThat(play.delegation.worst()).isEqualTo(4);
  }

  @Test
  void a_clock_that_goes_back_delays_a_question_by_minutes() throws Exception {
    var play = new DelegatePlay(0, 3);
    assertThat(play.go(Duration.ofMinutes(30))).isFalse();
    play.now -= DAY.toMillis();
    play.provider.script(PlayedProvider::all);
    play.provider.runAll();
    assertThat(play.go(Duration.ofMinutes(16))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void no_schedule_of_crashes_and_lost_answers_makes_a_batch_twice_or_loses_a_line(boolean ends)
      throws Exception {
    for (int seed = 0; seed < 300; seed++) {
      var play = new DelegatePlay(0, 3, 7, 8);
      var random = new SplittableRandom(seed);
      play.provider.chaos(random);
      play.provider.script(
          lines -> ends || random.nextInt(3) == 0 ? PlayedProvider.all(lines) : null);
      for (int life = 0; life < 12; life++) {
        try {
          boolean _ = play.go(Duration.ofMinutes(20));
        } catch (PlayedProvider.Crash killed) {
          play.now += random.nextInt(180_000);
          play.restart();
        }
      }
      play.provider.chaos(null);
      play.provider.script(PlayedProvider::all);
      play.provider.runAll();
      assertThat(play.go(DAY)).as("seed " + seed).isTrue();
      assertThat(play.provider.marks()).as("seed " + seed).doesNotHaveDuplicates();
      assertThat(play.results).as("seed " + seed).hasSize(8);
    }
  }

  @Test
  void a_row_tells_a_delegation_as_it_was() throws Exception {
    var play = new DelegatePlay(0, 3, 6);
    assertThat(play.go(Duration.ofMinutes(3))).isFalse();
    Delegation before = play.delegation;
    play.restart();
    assertThat(play.delegation).isEqualTo(before);
    assertThat(DelegationJson.read("")).isEqualTo(Delegation.NONE);
    assertThat(DelegationJson.write(Delegation.NONE)).isEmpty();
  }
}
