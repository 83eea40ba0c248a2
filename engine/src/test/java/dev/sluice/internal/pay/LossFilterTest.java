package dev.sluice.internal.pay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.call.Answered;
import dev.sluice.call.Call;
import dev.sluice.call.Calls;
import dev.sluice.call.Failed;
import dev.sluice.call.FailedTargets;
import dev.sluice.call.Head;
import dev.sluice.call.Outcome;
import dev.sluice.call.Payer.Loss;
import dev.sluice.call.RecordingExit;
import dev.sluice.call.RecordingPayer;
import dev.sluice.call.TestFeed;
import dev.sluice.call.Usage;
import dev.sluice.call.answer.AttemptInfo;
import dev.sluice.call.answer.CommitPoint;
import dev.sluice.call.answer.ForwardingSink;
import dev.sluice.call.answer.Progress;
import dev.sluice.call.answer.Sink;
import dev.sluice.call.pipeline.Service;
import dev.sluice.call.runtime.Clock;
import dev.sluice.call.runtime.VirtualLoop;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

class LossFilterTest {
  private static final Usage USED = new Usage(100, 20, 0, false);
  private static final Usage GUESSED = new Usage(90, 0, 0, true);
  private static final Failed ERROR =
      new Failed.Overloaded(503, Optional.empty(), "the provider has answered 503");
  private static final Failed LATE =
      new Failed.TimedOut(Failed.Phase.FIRST_TOKEN, Duration.ofSeconds(1));

  private final VirtualLoop loop = new VirtualLoop();
  private final RecordingPayer payer = new RecordingPayer();
  private final List<Loss> losses = payer.losses;
  private final CommitPoint client = new CommitPoint(new RecordingExit(), true, Clock.SYSTEM);

  private void attempt(boolean copies, Sink sink, Service next) throws InterruptedException {
    Call call = Calls.streamed(loop, "m").paidBy(payer);
    var _ = new LossFilter(copies).over(next).send(call, sink);
  }

  private static Service ends(Outcome outcome, Optional<Usage> usage, Progress... seen) {
    return (call, sink) -> {
      sink.attach(TestFeed.of(call, "a/*"));
      for (Progress progress : seen) {
        TestFeed.progress(sink, progress);
      }
      usage.ifPresent(used -> TestFeed.used(sink, used));
      return outcome;
    };
  }

  @Test
  void what_an_answer_has_used_is_owed() throws InterruptedException {
    attempt(false, client, ends(new Answered(), Optional.of(USED), Progress.SENT));
    assertThat(losses).isEmpty();
  }

  @Test
  void an_attempt_that_was_given_up_before_it_answered_is_lost() throws InterruptedException {
    attempt(false, client, ends(LATE, Optional.of(GUESSED), Progress.SENT));
    assertThat(losses).containsExactly(new Loss("a/m", Loss.Cause.RETRY, Usage.NONE, LATE));
  }

  @Test
  void an_attempt_that_was_never_sent_has_used_nothing() throws InterruptedException {
    attempt(false, client, ends(LATE, Optional.empty(), Progress.CONNECTED));
    assertThat(losses).isEmpty();
  }

  @Test
  void an_error_is_free_unless_it_tells_what_was_used() throws InterruptedException {
    attempt(false, client, ends(ERROR, Optional.of(GUESSED), Progress.SENT));
    assertThat(losses).isEmpty();
    attempt(false, client, ends(ERROR, Optional.of(USED), Progress.SENT));
    assertThat(losses).containsExactly(new Loss("a/m", Loss.Cause.RETRY, USED, ERROR));
  }

  @Test
  void an_answer_that_fails_when_the_client_has_some_of_it_is_owed() throws InterruptedException {
    Service breaks =
        (_, sink) -> {
          sink.attach(TestFeed.of("a/*"));
          sink.head(new Head(200, Map.of()));
          TestFeed.progress(sink, Progress.MEANINGFUL);
          sink.flush();
          TestFeed.used(sink, USED);
          return ERROR;
        };
    attempt(false, client, breaks);
    assertThat(client.committed()).isTrue();
    assertThat(losses).isEmpty();
  }

  @Test
  void a_client_whose_deadline_passes_owes_what_was_used() throws InterruptedException {
    var passed = new Failed.TimedOut(Failed.Phase.DEADLINE, Duration.ofSeconds(1));
    attempt(false, client, ends(passed, Optional.of(GUESSED), Progress.SENT));
    assertThat(losses).isEmpty();
  }

  @Test
  void an_answer_that_is_larger_than_its_client_may_hold_is_owed_once_something_was_written()
      throws InterruptedException {
    for (Failed large :
        List.of(
            new Failed.BadAnswer(Failed.Flaw.TOO_LARGE, "the answer is too large"),
            new Failed.OutOfMemory(true))) {
      attempt(false, client, ends(large, Optional.of(USED), Progress.SENT));
      assertThat(losses).isEmpty();
      attempt(false, client, ends(large, Optional.of(GUESSED), Progress.SENT));
      assertThat(losses).containsExactly(new Loss("a/m", Loss.Cause.RETRY, Usage.NONE, large));
      losses.clear();
    }
  }

  @Test
  void an_answer_for_which_the_gateway_has_no_memory_is_lost() throws InterruptedException {
    attempt(false, client, ends(new Failed.OutOfMemory(), Optional.empty(), Progress.SENT));
    assertThat(losses).extracting(Loss::usage).containsExactly(Usage.NONE);
  }

  @Test
  void a_client_that_leaves_owes_what_was_used() {
    Service left =
        (_, sink) -> {
          sink.attach(TestFeed.of("a/*"));
          TestFeed.progress(sink, Progress.SENT);
          throw new InterruptedException();
        };
    assertThatThrownBy(() -> attempt(false, client, left)).isInstanceOf(InterruptedException.class);
    assertThat(losses).isEmpty();
  }

  /// A sink in front of the filter that says who owes an attempt.
  private Sink owing(AttemptInfo.Debtor debtor) {
    return new ForwardingSink(client) {
      @Override
      public void attach(AttemptInfo attempt) {
        attempt.owedBy(debtor);
        next.attach(attempt);
      }
    };
  }

  private static AttemptInfo.Debtor debtor(Optional<Loss.Cause> lost, BooleanSupplier disown) {
    return new AttemptInfo.Debtor() {
      @Override
      public Optional<Loss.Cause> lost() {
        return lost;
      }

      @Override
      public boolean disown() {
        return disown.getAsBoolean();
      }
    };
  }

  @Test
  void an_answer_that_the_sinks_before_it_do_not_want_is_lost() throws InterruptedException {
    Sink unwanted = owing(debtor(Optional.of(Loss.Cause.RACE), () -> true));
    attempt(false, unwanted, ends(new Answered(), Optional.of(USED), Progress.SENT));
    assertThat(losses).containsExactly(new Loss("a/m", Loss.Cause.RACE, USED, new Answered()));
  }

  @Test
  void what_somebody_owes_who_has_left_is_not_lost_as_well() throws InterruptedException {
    Sink owed = owing(debtor(Optional.empty(), () -> false));
    attempt(false, owed, ends(LATE, Optional.of(USED), Progress.SENT));
    assertThat(losses).isEmpty();
  }

  private int disowned(Outcome outcome) throws InterruptedException {
    var asked = new AtomicInteger();
    Sink shared = owing(debtor(Optional.empty(), () -> asked.incrementAndGet() > 0));
    attempt(false, shared, ends(outcome, Optional.empty(), Progress.SENT));
    return asked.get();
  }

  @Test
  void what_has_failed_is_owed_by_nobody_though_it_is_free() throws InterruptedException {
    assertThat(disowned(ERROR)).isEqualTo(1);
    assertThat(disowned(new Answered())).isZero();
    assertThat(disowned(new Failed.Cancelled())).isZero();
    assertThat(losses).isEmpty();
  }

  @Test
  void a_copy_is_lost_whatever_becomes_of_it() throws InterruptedException {
    attempt(true, client, ends(new Answered(), Optional.of(USED), Progress.SENT));
    assertThat(losses).containsExactly(new Loss("a/m", Loss.Cause.SHADOW, USED, new Answered()));
  }

  @Test
  void a_probe_is_lost_whatever_becomes_of_it() throws InterruptedException {
    Call call =
        Calls.streamed(loop, "m")
            .paidBy(payer)
            .withFailedTargets(FailedTargets.NONE.because(FailedTargets.Cause.PROBE));
    var _ =
        new LossFilter(false)
            .over(ends(new Answered(), Optional.of(USED), Progress.SENT))
            .send(call, client);
    assertThat(losses).containsExactly(new Loss("a/m", Loss.Cause.PROBE, USED, new Answered()));
  }

  @Test
  void a_call_without_a_payer_loses_nothing() throws InterruptedException {
    var _ =
        new LossFilter(true)
            .over(ends(new Answered(), Optional.of(USED)))
            .send(Calls.streamed(loop, "m"), client);
    assertThat(losses).isEmpty();
  }
}
