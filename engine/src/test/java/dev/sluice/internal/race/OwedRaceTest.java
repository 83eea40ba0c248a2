package dev.sluice.internal.race;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.call.Call;
import dev.sluice.call.Calls;
import dev.sluice.call.Failed;
import dev.sluice.call.FailedTargets.Cause;
import dev.sluice.call.Payer;
import dev.sluice.call.TestFeed;
import dev.sluice.call.Usage;
import dev.sluice.call.answer.AttemptInfo;
import dev.sluice.call.answer.ForwardingSink;
import dev.sluice.call.answer.Progress;
import dev.sluice.call.answer.Sink;
import dev.sluice.call.pipeline.Service;
import dev.sluice.call.request.Operation;
import dev.sluice.internal.pay.LossFilter;
import dev.sluice.internal.pay.PayFilter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Callers that leave a race before any attempt has answered: each token is owed, or told as lost,
/// by one of the two.
class OwedRaceTest extends RaceFixture {
  private static final Failed LEFT = new Failed.Cancelled();

  private final List<Payer.Bill> bills = new ArrayList<>();
  private final List<Payer.Loss> losses = new ArrayList<>();

  @ParameterizedTest
  @EnumSource(names = {"CHAT", "MESSAGES"})
  void who_leaves_before_a_race_owes_what_was_used(Operation operation) throws Exception {
    assertThat(
            paid(
                operation,
                (_, to) -> {
                  ask("a/x", to);
                  return LEFT;
                },
                (_, _) -> OTHER))
        .isEqualTo(LEFT);
    owed();
    assertThat(losses).isEmpty();
  }

  @Test
  void a_caller_whose_deadline_passes_while_two_are_asked_owes_the_first() throws Exception {
    var passed = new Failed.TimedOut(Failed.Phase.DEADLINE, USUAL);
    var begun = new CountDownLatch(1);
    paid(
        Operation.CHAT,
        (_, to) -> {
          ask("a/x", to);
          loop.advance(USUAL);
          begun.await();
          return passed;
        },
        (_, to) -> {
          Attempt second = ask("b/y", to);
          begun.countDown();
          return second.awaitStopped();
        });
    assertThat(bills)
        .containsExactly(new Payer.Bill("a/x", new Usage(5, 0, 0, true), true, true, passed));
    assertThat(losses).extracting(Payer.Loss::target).containsExactly("b/y");
  }

  @ParameterizedTest
  @EnumSource(names = {"CHAT", "MESSAGES"})
  void who_leaves_while_two_are_asked_owes_the_first(Operation operation) throws Exception {
    var begun = new CountDownLatch(1);
    paid(
        operation,
        (_, to) -> {
          ask("a/x", to);
          loop.advance(USUAL);
          begun.await();
          return LEFT;
        },
        (_, to) -> {
          Attempt second = ask("b/y", to);
          begun.countDown();
          return second.awaitStopped();
        });
    owed();
    assertThat(losses).extracting(Payer.Loss::cause).containsExactly(Payer.Loss.Cause.RACE);
    assertThat(losses).extracting(Payer.Loss::target).containsExactly("b/y");
  }

  @Test
  void a_caller_whose_leaving_interrupts_the_attempt_owes_it() {
    assertThatThrownBy(
            () ->
                paid(
                    Operation.CHAT,
                    (_, to) -> {
                      ask("a/x", to);
                      throw new InterruptedException();
                    },
                    (_, _) -> OTHER))
        .isInstanceOf(InterruptedException.class);
    owed();
  }

  @Test
  void an_attempt_that_has_failed_is_lost_and_not_owed() throws Exception {
    Failed late = new Failed.TimedOut(Failed.Phase.STALL, USUAL);
    paid(
        Operation.CHAT,
        (_, to) -> {
          ask("a/x", to);
          return late;
        },
        (_, _) -> OTHER);
    assertThat(bills).hasSize(1);
    assertThat(bills.getFirst().owed()).isFalse();
    assertThat(losses).hasSize(1);
  }

  @Test
  void what_is_held_is_told_as_lost_whoever_has_left() throws Exception {
    Sink left =
        new ForwardingSink(sink) {
          @Override
          public void attach(AttemptInfo attempt) {
            attempt.owedBy(
                new AttemptInfo.Debtor() {
                  @Override
                  public Optional<Payer.Loss.Cause> lost() {
                    return Optional.empty();
                  }

                  @Override
                  public boolean disown() {
                    return false;
                  }
                });
            next.attach(attempt);
          }
        };
    paid(
        Operation.CHAT,
        left,
        (_, to) -> {
          ask("a/x", to);
          return new Failed.TimedOut(Failed.Phase.STALL, USUAL);
        },
        (_, _) -> OTHER);
    assertThat(losses).extracting(Payer.Loss::cause).containsExactly(Payer.Loss.Cause.RETRY);
  }

  private void owed() {
    assertThat(bills)
        .containsExactly(new Payer.Bill("a/x", new Usage(5, 0, 0, true), true, true, LEFT));
  }

  private Attempt ask(String target, Sink to) {
    var attempt = new Attempt(target);
    attempt.attach(to);
    loop.execute(() -> TestFeed.progress(to, Progress.SENT));
    return attempt;
  }

  private Object paid(Operation operation, Service first, Service second)
      throws InterruptedException {
    return paid(operation, sink, first, second);
  }

  private Object paid(Operation operation, Sink client, Service first, Service second)
      throws InterruptedException {
    Call call = Calls.streamed(loop, "m").asking(operation).paidBy(new Told());
    var firstLoss = new LossFilter(false);
    var secondLoss = new LossFilter(false);
    Service attempts =
        (asked, to) ->
            asked.failedTargets().cause() == Cause.RACE
                ? secondLoss.over(second).send(asked, to)
                : firstLoss.over(first).send(asked, to);
    return new PayFilter(List.of(), false)
        .send(call, client, (asked, to) -> racing.over(attempts).send(asked, to));
  }

  private final class Told implements Payer {
    @Override
    public Decision enter(Call call) {
      return new Accepted(bills::add);
    }

    @Override
    public Decision reserve(Call call, List<String> targets, int attempts) {
      return new Accepted(bills::add);
    }

    @Override
    public void lost(Call call, Loss loss) {
      losses.add(loss);
    }
  }
}
