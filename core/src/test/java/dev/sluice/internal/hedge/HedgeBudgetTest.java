package dev.sluice.internal.hedge;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.call.Answered;
import dev.sluice.call.Failed;
import dev.sluice.call.Outcome;
import dev.sluice.call.pipeline.Service;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

class HedgeBudgetTest extends HedgeFixture {
  @Test
  void an_attempt_that_could_not_be_made_costs_nothing() throws InterruptedException {
    earn();
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
    assertThat(hedges).isEmpty();
  }

  @Test
  void without_budget_there_is_no_second_attempt() throws InterruptedException {
    earn();
    repeats.set(0);
    Service first =
        (_, to) -> {
          var attempt = new Attempt("a/x");
          attempt.attach(to);
          loop.advance(USUAL);
          return attempt.goOn(to);
        };
    assertThat(send(first, (_, _) -> new Failed.Internal())).isEqualTo(new Answered());
    assertThat(hedges).isEmpty();
  }

  @Test
  void tokens_are_spent_up_to_a_share_of_those_used() {
    var tokens = new TokenBudget(0.025);
    tokens.earn(10_000);
    assertThat(tokens.take(251)).isFalse();
    assertThat(tokens.take(200)).isTrue();
    assertThat(tokens.take(51)).isFalse();
    tokens.correct(-1);
    assertThat(tokens.take(51)).isTrue();
    tokens.earn(1_000_000_000);
    assertThat(tokens.take(16 * 1024 + 1)).isFalse();
  }

  @Test
  void while_nobody_knows_what_is_late_there_is_no_second_attempt() throws InterruptedException {
    earn();
    late = Optional.empty();
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
    assertThat(hedges).isEmpty();
  }
}
