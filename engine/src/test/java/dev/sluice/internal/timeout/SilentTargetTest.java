package dev.sluice.internal.timeout;

import static dev.sluice.internal.timeout.Upstream.DEAD;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Failed;
import dev.sluice.call.Failed.Phase;
import dev.sluice.internal.timeout.Upstream.End;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class SilentTargetTest extends WholeAnswersFixture {
  @Test
  void attempts_at_a_target_that_is_silent_to_all_are_given_up_before_their_bound() {
    learnSpread();
    double patient = caughtAfter(upstream.whole());
    learn(upstream.whole(), 1, 10, 1_000);
    List<End> ends = fallSilent(40, 60);
    // But for those that try out a doubled bound.
    assertThat(ends.stream().filter(end -> end.seconds() < patient / 1.3)).hasSizeGreaterThan(30);
    assertThat(ends).allMatch(end -> phase(end) == Phase.FIRST_TOKEN);
  }

  @Test
  void attempts_that_were_given_up_speak_for_silence_too_until_the_target_is_heard() {
    learnSpread();
    assertThat(upstream.silent()).isFalse();
    for (int i = 0; i < 60; i++) {
      upstream.leaves(upstream.whole(), 16);
    }
    assertThat(upstream.silent()).isTrue();
    learn(upstream.whole(), 1, 5, 1_000);
    assertThat(upstream.silent()).isFalse();
  }

  @Test
  void one_caller_s_attempts_alone_say_nothing_to_another() {
    learnSpread();
    List<End> ends = fallSilent(40, 0);
    assertThat(ends).isNotEmpty();
    assertThat(upstream.silent("another")).isFalse();
    upstream.whole(Upstream.by("another", upstream.whole()), DEAD, 0, ends::add);
    loop.advance(Duration.ofSeconds(40));
    assertThat(upstream.silent("another")).isTrue();
  }

  @Test
  void streams_that_are_answered_say_that_the_target_is_not_silent() {
    learnSpread();
    for (int i = 0; i < 40; i++) {
      upstream.whole(upstream.whole(), DEAD, 0, _ -> {});
      upstream.attempt(upstream.call(), List.of(0.5, 0.6));
      loop.advance(Duration.ofMillis(400));
    }
    assertThat(upstream.silent()).isFalse();
  }

  @Test
  void attempts_that_were_given_up_long_ago_say_nothing_any_more() {
    learnSpread();
    for (int i = 0; i < 60; i++) {
      upstream.leaves(upstream.whole(), 16);
    }
    assertThat(upstream.silent()).isTrue();
    loop.advance(Duration.ofMinutes(10));
    assertThat(upstream.silent()).isFalse();
  }

  @Test
  void one_attempt_never_says_that_its_target_is_silent() {
    learnSpread();
    List<End> ends = fallSilent(1, 30);
    assertThat(upstream.silent()).isFalse();
    assertThat(ends).isEmpty();
  }

  @Test
  void a_target_without_attempts_is_not_silent() {
    learnSpread();
    loop.advance(Duration.ofHours(1));
    assertThat(upstream.silent()).isFalse();
  }

  @Test
  void late_ones_are_not_given_up_while_the_target_answers() {
    learnSpread();
    List<End> ends = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      upstream.whole(upstream.whole(), i % 4 == 0 ? 5 : 27, 1_000, ends::add);
      loop.advance(Duration.ofSeconds(1));
    }
    loop.advance(Duration.ofMinutes(1));
    assertThat(ends).hasSize(60).noneMatch(End::timedOut);
  }

  /// So many calls, one a second, that are never answered.
  private List<End> fallSilent(int calls, int seconds) {
    List<End> ends = new ArrayList<>();
    for (int i = 0; i < calls; i++) {
      upstream.whole(upstream.whole(), DEAD, 0, ends::add);
      loop.advance(Duration.ofSeconds(1));
    }
    loop.advance(Duration.ofSeconds(seconds));
    return ends;
  }

  /// Of these one in twenty takes 20 s or longer.
  private void learnSpread() {
    for (int i = 0; i < 1_000; i++) {
      upstream.whole(upstream.whole(), i % 19 == 0 ? 20 : 5 + i % 5, 1_000);
    }
  }

  private static Phase phase(End end) {
    return ((Failed.TimedOut) end.outcome()).phase();
  }
}
