package dev.sluice.internal.race;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.call.Answered;
import dev.sluice.call.Failed;
import dev.sluice.call.Outcome;
import dev.sluice.call.pipeline.Service;
import dev.sluice.internal.race.RaceTriggers.Trigger;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class RaceBudgetTest extends RaceFixture {
  @Test
  void an_attempt_that_could_not_be_made_costs_nothing() throws InterruptedException {
    var asked = new CountDownLatch(1);
    Outcome outcome =
        send(
            (_, to) -> {
              var first = new Attempt("a/x");
              first.attach(to);
              loop.advance(USUAL);
              asked.await();
              return first.goOn(to);
            },
            (_, _) -> {
              asked.countDown();
              return OTHER;
            });
    assertThat(outcome).isEqualTo(new Answered());
    await().untilAsserted(() -> assertThat(repeats).hasValue(10));
    assertThat(races).isEmpty();
  }

  @Test
  void without_budget_there_is_no_second_attempt() throws InterruptedException {
    repeats.set(0);
    Service first =
        (_, to) -> {
          var attempt = new Attempt("a/x");
          attempt.attach(to);
          loop.advance(USUAL);
          return attempt.goOn(to);
        };
    assertThat(send(first, (_, _) -> new Failed.Internal())).isEqualTo(new Answered());
    assertThat(races).isEmpty();
  }

  @Test
  void tokens_are_spent_up_to_a_share_of_those_used_and_64_Ki_at_the_start() {
    var tokens = new TokenBudget(0.025);
    assertThat(tokens.take(64 * 1024, "a/x", 0)).isTrue();
    tokens.earn(10_000);
    assertThat(tokens.take(251, "a/x", 0)).isFalse();
    assertThat(tokens.take(200, "a/x", 0)).isTrue();
    assertThat(tokens.take(51, "a/x", 0)).isFalse();
    tokens.correct(-1);
    assertThat(tokens.take(51, "a/x", 0)).isTrue();
    tokens.earn(1_000_000_000);
    assertThat(tokens.take(64 * 1024 + 1, "a/x", 0)).isFalse();
  }

  @Test
  void one_race_a_target_and_minute_is_always_allowed_and_paid_back() {
    var tokens = new TokenBudget(0.025);
    long minute = Duration.ofMinutes(1).toNanos();
    assertThat(tokens.take(1_000_000, "a/x", 0)).isTrue();
    assertThat(tokens.take(1, "a/x", minute - 1)).isFalse();
    assertThat(tokens.take(1, "b/y", minute - 1)).isTrue();
    assertThat(tokens.take(1, "a/x", minute)).isTrue();
    tokens.earn(10_000_000);
    assertThat(tokens.take(1, "a/x", minute)).isFalse();
  }

  /// As the simulator bills it: the input, and the tokens that it could have thought meanwhile.
  @Test
  void a_loser_costs_its_input_and_what_it_may_have_thought() throws InterruptedException {
    start = Optional.of(new RaceTriggers.Start(Trigger.PRIOR, Duration.ofSeconds(10)));
    var first = new Attempt("a/x");
    send(
        (_, to) -> {
          first.attach(to);
          loop.advance(Duration.ofSeconds(10));
          return first.awaitStopped();
        },
        (_, to) -> new Attempt("b/y").answer(to));
    assertThat(races).containsExactly("won 505");
  }

  @Test
  void while_nobody_knows_what_is_late_there_is_no_second_attempt() throws InterruptedException {
    start = Optional.empty();
    Outcome outcome =
        send(
            (_, to) -> {
              var first = new Attempt("a/x");
              first.attach(to);
              loop.advance(Duration.ofHours(1));
              return first.goOn(to);
            },
            (_, to) -> new Attempt("b/y").answer(to));
    assertThat(outcome).isEqualTo(new Answered());
    assertThat(races).isEmpty();
  }
}
