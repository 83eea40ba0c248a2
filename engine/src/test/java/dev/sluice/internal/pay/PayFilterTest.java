package dev.sluice.internal.pay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.call.Answered;
import dev.sluice.call.Call;
import dev.sluice.call.Calls;
import dev.sluice.call.Failed;
import dev.sluice.call.Head;
import dev.sluice.call.Outcome;
import dev.sluice.call.Payer;
import dev.sluice.call.RecordingExit;
import dev.sluice.call.TestFeed;
import dev.sluice.call.Usage;
import dev.sluice.call.answer.CommitPoint;
import dev.sluice.call.answer.Progress;
import dev.sluice.call.answer.Sink;
import dev.sluice.call.gate.Target;
import dev.sluice.call.pipeline.Service;
import dev.sluice.call.request.Operation;
import dev.sluice.call.runtime.Clock;
import dev.sluice.call.runtime.Deadline;
import dev.sluice.call.runtime.VirtualLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class PayFilterTest {
  private static final Usage USED = new Usage(100, 20, 0, false);
  private static final Failed LATE =
      new Failed.Overloaded(503, Optional.empty(), "the provider has answered 503");

  private final VirtualLoop loop = new VirtualLoop();
  private final List<Payer.Bill> bills = new ArrayList<>();
  private final List<List<String>> asked = new ArrayList<>();
  private int attempts;

  private final Payer payer =
      new Payer() {
        @Override
        public Decision enter(Call call) {
          return new Accepted(bills::add);
        }

        @Override
        public Decision reserve(Call call, List<String> targets, int attempts) {
          asked.add(targets);
          PayFilterTest.this.attempts = attempts;
          return new Accepted(bills::add);
        }
      };

  private static Target target(String name) {
    return new Target(name, Set.of(Operation.CHAT), 1, 0, List.of(), (_, _) -> new Answered());
  }

  private Outcome send(Service next) throws InterruptedException {
    return send(Calls.streamed(loop, "m").paidBy(payer), next);
  }

  private Outcome send(Call call, Service next) throws InterruptedException {
    return send(call, false, next);
  }

  private Outcome send(Call call, boolean resumes, Service next) throws InterruptedException {
    var sink = new CommitPoint(new RecordingExit(), true, Clock.SYSTEM);
    return new PayFilter(List.of(target("a/x"), target("a/x"), target("b/*")), resumes)
        .over(next)
        .send(call, sink);
  }

  private int quotes(boolean stream, boolean takesCost) throws InterruptedException {
    var exit = new RecordingExit();
    exit.takesCost = takesCost;
    var quotes = new AtomicInteger();
    var payment =
        new Payer.Payment() {
          @Override
          public void settle(Payer.Bill bill) {}

          @Override
          public OptionalLong quote(String target, Usage usage) {
            quotes.incrementAndGet();
            return OptionalLong.of(7);
          }
        };
    Service answers =
        (_, sink) -> {
          attempt(sink, "a/x");
          sink.head(new Head(200, Map.of()));
          TestFeed.progress(sink, Progress.MEANINGFUL);
          sink.end();
          return new Answered();
        };
    PayFilter.paid(
        Calls.streamed(loop, "m"), new CommitPoint(exit, stream, Clock.SYSTEM), answers, payment);
    return quotes.get();
  }

  @Test
  void an_answer_is_priced_at_its_end_only_where_it_can_still_say_what_it_costs()
      throws InterruptedException {
    assertThat(quotes(true, false)).isZero();
    assertThat(quotes(true, true)).isEqualTo(1);
    assertThat(quotes(false, false)).isEqualTo(1);
  }

  private static void attempt(Sink sink, String target) {
    sink.attach(TestFeed.of(target));
    TestFeed.progress(sink, Progress.CONNECTED);
    TestFeed.progress(sink, Progress.SENT);
  }

  @Test
  void a_call_keeps_its_payer_whatever_else_of_it_changes() {
    Call call = Calls.streamed(loop, "m").paidBy(payer);
    assertThat(call.withDeadline(new Deadline(1)).payer()).isSameAs(payer);
    assertThat(call.withHints(call.hints()).payer()).isSameAs(payer);
    assertThat(call.withFailedTargets(call.failedTargets()).payer()).isSameAs(payer);
    assertThat(call.withTrace(call.trace()).payer()).isSameAs(payer);
    assertThat(call.asking(Operation.CHAT, call.facts(), call.body()).payer()).isSameAs(payer);
  }

  @Test
  void a_call_that_nobody_pays_for_passes() throws InterruptedException {
    Outcome outcome = send(Calls.whole(loop, "m"), (_, _) -> new Answered());
    assertThat(outcome).isEqualTo(new Answered());
    assertThat(asked).isEmpty();
  }

  @Test
  void the_payer_is_asked_for_each_target_that_may_answer_by_the_models_own_name()
      throws InterruptedException {
    send((_, _) -> new Answered());
    assertThat(asked).containsExactly(List.of("a/x", "b/m"));
  }

  @Test
  void a_stream_that_may_go_on_elsewhere_may_owe_two_attempts() throws InterruptedException {
    send(Calls.streamed(loop, "m").paidBy(payer), true, (_, _) -> new Answered());
    assertThat(attempts).isEqualTo(2);
    send(Calls.whole(loop, "m").paidBy(payer), true, (_, _) -> new Answered());
    assertThat(attempts).isEqualTo(1);
    send((_, _) -> new Answered());
    assertThat(attempts).isEqualTo(1);
  }

  @Test
  void a_call_that_is_refused_goes_nowhere() throws InterruptedException {
    var why = new Failed.LimitReached(Failed.Limit.BUDGET, Optional.empty(), "no money");
    Payer poor =
        new Payer() {
          @Override
          public Decision enter(Call call) {
            return new Refused(why);
          }

          @Override
          public Decision reserve(Call call, List<String> targets, int attempts) {
            return new Refused(why);
          }
        };
    Call call = Calls.whole(loop, "m").paidBy(poor);
    Service never =
        (_, _) -> {
          throw new AssertionError("sent");
        };
    assertThat(send(call, never)).isEqualTo(why);
    assertThat(
            new EntryFilter()
                .over(never)
                .send(call, new CommitPoint(new RecordingExit(), false, Clock.SYSTEM)))
        .isEqualTo(why);
  }

  @Test
  void the_attempt_that_answered_is_paid_and_no_other() throws InterruptedException {
    send(
        (call, sink) -> {
          attempt(sink, "a/x");
          TestFeed.used(sink, new Usage(90, 9, 0, true));
          sink.reset();
          sink.attach(TestFeed.of(call, "b/*"));
          TestFeed.progress(sink, Progress.SENT);
          TestFeed.used(sink, USED);
          return new Answered();
        });
    assertThat(bills).containsExactly(new Payer.Bill("b/m", USED, true, true, new Answered()));
  }

  @Test
  void a_call_that_failed_before_its_answer_began_owes_nothing() throws InterruptedException {
    send(
        (_, sink) -> {
          attempt(sink, "a/x");
          TestFeed.used(sink, USED);
          return LATE;
        });
    assertThat(bills).singleElement().returns(false, Payer.Bill::owed);
  }

  @Test
  void a_call_that_failed_after_its_answer_began_owes_what_was_used() throws InterruptedException {
    send(
        (_, sink) -> {
          attempt(sink, "a/x");
          sink.head(new Head(200, Map.of()));
          TestFeed.progress(sink, Progress.MEANINGFUL);
          TestFeed.used(sink, USED);
          return LATE;
        });
    assertThat(bills)
        .singleElement()
        .returns(true, Payer.Bill::owed)
        .returns(USED, Payer.Bill::usage);
  }

  @Test
  void a_client_whose_deadline_has_passed_owes_what_was_used_until_then()
      throws InterruptedException {
    var passed = new Failed.TimedOut(Failed.Phase.DEADLINE, Duration.ofSeconds(1));
    send(
        (_, sink) -> {
          attempt(sink, "a/x");
          return passed;
        });
    assertThat(bills).containsExactly(new Payer.Bill("a/x", Usage.NONE, true, true, passed));
  }

  @Test
  void a_client_that_left_owes_what_was_used_until_then() {
    assertThatThrownBy(
            () ->
                send(
                    (_, sink) -> {
                      attempt(sink, "a/x");
                      throw new InterruptedException();
                    }))
        .isInstanceOf(InterruptedException.class);
    assertThat(bills)
        .containsExactly(new Payer.Bill("a/x", Usage.NONE, true, true, new Failed.Cancelled()));
  }

  @Test
  void a_bug_settles_too() {
    assertThatThrownBy(
            () ->
                send(
                    (_, _) -> {
                      throw new IllegalStateException("a bug");
                    }))
        .isInstanceOf(IllegalStateException.class);
    assertThat(bills).singleElement().returns(false, Payer.Bill::owed);
  }

  @Test
  void an_attempt_that_was_not_sent_says_so() throws InterruptedException {
    send(
        (_, sink) -> {
          sink.attach(TestFeed.of("a/x"));
          TestFeed.progress(sink, Progress.CONNECTED);
          return LATE;
        });
    assertThat(bills).singleElement().returns(false, Payer.Bill::sent);
  }
}
