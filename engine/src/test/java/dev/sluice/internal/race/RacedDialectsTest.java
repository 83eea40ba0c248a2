package dev.sluice.internal.race;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Answered;
import dev.sluice.call.Call;
import dev.sluice.call.Calls;
import dev.sluice.call.Failed;
import dev.sluice.call.FailedTargets.Cause;
import dev.sluice.call.Head;
import dev.sluice.call.Outcome;
import dev.sluice.call.Payer;
import dev.sluice.call.Usage;
import dev.sluice.call.answer.Sink;
import dev.sluice.call.pipeline.Service;
import dev.sluice.call.request.Operation;
import dev.sluice.call.runtime.MemoryBudget;
import dev.sluice.internal.pay.PayFilter;
import dev.sluice.provider.answer.AnswerDialect;
import dev.sluice.provider.answer.AnswerScanner;
import dev.sluice.provider.answer.AnthropicAnswers;
import dev.sluice.provider.answer.GeminiAnswers;
import dev.sluice.provider.answer.UpstreamOptions;
import dev.sluice.provider.error.Classifier;
import dev.sluice.provider.error.ErrorTable;
import dev.sluice.testing.Memory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Races of conversations whose providers speak a dialect other than OpenAI's: their own words
/// decide which attempt means something first.
class RacedDialectsTest extends RaceFixture {

  /// A dialect in which an answer begins with words that mean nothing.
  @SuppressWarnings("ImmutableEnumChecker")
  enum Spoken {
    MESSAGES(
        Operation.MESSAGES,
        AnthropicAnswers.of(Operation.MESSAGES),
        "event: message_start\ndata: {\"type\":\"message_start\",\"message\":{\"usage\":"
            + "{\"input_tokens\":40,\"output_tokens\":1}}}\n\n"
            + "event: content_block_start\ndata: {\"type\":\"content_block_start\",\"index\":0,"
            + "\"content_block\":{\"type\":\"text\",\"text\":\"\"}}\n\n"
            + "event: ping\ndata: {\"type\":\"ping\"}\n\n",
        "event: content_block_delta\ndata: {\"type\":\"content_block_delta\",\"index\":0,"
            + "\"delta\":{\"type\":\"text_delta\",\"text\":\"Hi\"}}\n\n"
            + "event: message_delta\ndata: {\"type\":\"message_delta\",\"delta\":"
            + "{\"stop_reason\":\"end_turn\"},\"usage\":{\"output_tokens\":7}}\n\n"
            + "event: message_stop\ndata: {\"type\":\"message_stop\"}\n\n"),
    GENERATE(
        Operation.GENERATE,
        GeminiAnswers.INSTANCE,
        "data: {\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":[{\"text\":\"\"}]},"
            + "\"index\":0}],\"usageMetadata\":{\"promptTokenCount\":40}}\n\n",
        "data: {\"candidates\":[{\"content\":{\"role\":\"model\",\"parts\":[{\"text\":\"Hi\"}]},"
            + "\"finishReason\":\"STOP\",\"index\":0}],\"usageMetadata\":{\"promptTokenCount\":40,"
            + "\"candidatesTokenCount\":7}}\n\n");

    final Operation operation;
    private final AnswerDialect answers;
    private final String nothing;
    private final String something;

    Spoken(Operation operation, AnswerDialect answers, String nothing, String something) {
      this.operation = operation;
      this.answers = answers;
      this.nothing = nothing;
      this.something = something;
    }
  }

  /// One attempt whose answer arrives over the wire.
  private final class Wire {
    private final Attempt attempt;
    private final AnswerScanner scanner;

    Wire(String target, Spoken dialect, Call call, Sink to) {
      attempt = new Attempt(target);
      var room = new Memory().reserve(MemoryBudget.Use.ANSWER, call.hints().caller());
      scanner =
          new AnswerScanner(
              to,
              attempt.info,
              call,
              new Classifier(ErrorTable.OPENAI),
              UpstreamOptions.asItIs(call),
              dialect.answers,
              true,
              room);
      loop.execute(() -> scanner.attach(attempt.info));
    }

    void says(String text) {
      loop.execute(
          () -> {
            scanner.body(Calls.utf8(text));
            scanner.flush();
          });
    }

    Outcome answers(Spoken dialect) {
      begins(dialect);
      says(dialect.something);
      loop.execute(scanner::end);
      return scanner.verdict(new Answered());
    }

    void begins(Spoken dialect) {
      loop.execute(() -> scanner.head(new Head(200, Map.of("content-type", "text/event-stream"))));
      says(dialect.nothing);
    }

    Outcome awaitStopped() {
      return scanner.verdict(attempt.awaitStopped());
    }
  }

  private Call call(Spoken dialect) {
    return Calls.streamed(loop, "m").asking(dialect.operation);
  }

  @ParameterizedTest
  @EnumSource
  void the_first_to_mean_something_wins_whatever_came_before(Spoken dialect)
      throws InterruptedException {
    var first = new Wire[1];
    Outcome outcome =
        race(
            call(dialect),
            (call, to) -> {
              first[0] = new Wire("a/x", dialect, call, to);
              first[0].begins(dialect);
              loop.advance(USUAL);
              return first[0].awaitStopped();
            },
            (call, to) -> new Wire("b/y", dialect, call, to).answers(dialect));
    assertThat(outcome).isEqualTo(new Answered());
    assertThat(first[0].attempt.stopped).hasValue(new Failed.Cancelled());
    assertThat(exit.events().getFirst()).isEqualTo("start 200 -1 b/y");
    assertThat(String.join("", exit.events())).contains(dialect.something).endsWith("finish");
    assertThat(races).hasSize(1).first().asString().startsWith("won ");
  }

  @ParameterizedTest
  @EnumSource
  void a_first_attempt_that_means_something_first_goes_on(Spoken dialect)
      throws InterruptedException {
    var begun = new CountDownLatch(1);
    Outcome outcome =
        race(
            call(dialect),
            (call, to) -> {
              var first = new Wire("a/x", dialect, call, to);
              loop.advance(USUAL);
              begun.await();
              return first.answers(dialect);
            },
            (call, to) -> {
              var second = new Wire("b/y", dialect, call, to);
              second.begins(dialect);
              begun.countDown();
              return second.awaitStopped();
            });
    assertThat(outcome).isEqualTo(new Answered());
    assertThat(exit.events().getFirst()).isEqualTo("start 200 -1 a/x");
    assertThat(races).hasSize(1).first().asString().startsWith("lost ");
  }

  @ParameterizedTest
  @EnumSource
  void the_attempt_that_answers_is_paid_and_what_the_other_used_is_lost(Spoken dialect)
      throws InterruptedException {
    List<Payer.Bill> bills = new ArrayList<>();
    Call paid = call(dialect).paidBy(payer(bills));
    new PayFilter(List.of(), false)
        .send(
            paid,
            sink,
            (call, to) ->
                race(
                    call,
                    to,
                    (late, held) -> {
                      var first = new Wire("a/x", dialect, late, held);
                      first.begins(dialect);
                      loop.advance(USUAL);
                      return first.awaitStopped();
                    },
                    (other, held) -> new Wire("b/y", dialect, other, held).answers(dialect)));
    assertThat(bills).hasSize(1);
    Payer.Bill bill = bills.getFirst();
    assertThat(bill.target()).isEqualTo("b/y");
    assertThat(bill.usage()).isEqualTo(new Usage(40, 7, 0, false));
  }

  private static Payer payer(List<Payer.Bill> bills) {
    return new Payer() {
      @Override
      public Decision enter(Call call) {
        return new Accepted(bills::add);
      }

      @Override
      public Decision reserve(Call call, List<String> targets, int attempts) {
        return new Accepted(bills::add);
      }
    };
  }

  private Outcome race(Call call, Service first, Service second) throws InterruptedException {
    return race(call, sink, first, second);
  }

  private Outcome race(Call call, Sink to, Service first, Service second)
      throws InterruptedException {
    return racing
        .over(
            (asked, held) ->
                (asked.failedTargets().cause() == Cause.RACE ? second : first).send(asked, held))
        .send(call, to);
  }
}
