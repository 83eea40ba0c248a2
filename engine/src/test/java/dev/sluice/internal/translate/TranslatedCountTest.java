package dev.sluice.internal.translate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Answered;
import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.Head;
import dev.sluice.call.Outcome;
import dev.sluice.call.answer.AttemptInfo;
import dev.sluice.call.pipeline.Service;
import dev.sluice.call.request.Operation;
import dev.sluice.call.runtime.Clock;
import dev.sluice.dialect.CountForm;
import dev.sluice.dialect.WireDialect;
import dev.sluice.dialect.rule.ModelFacts;
import dev.sluice.dialect.rule.Seals;
import dev.sluice.dialect.rule.TargetRules;
import dev.sluice.internal.wiring.Translations;
import dev.sluice.provider.ProviderCalls;
import dev.sluice.provider.RecordingSink;
import dev.sluice.testing.Memory;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Counts of Anthropic's clients at a target of Gemini's dialect, which counts tokens itself.
class TranslatedCountTest {
  private static final String ANSWER = "{\"totalTokens\":31}";

  private final Memory memory = new Memory();
  private final RecordingSink sink = new RecordingSink();

  /// What the target was asked, in order.
  private final List<String> asked = new ArrayList<>();

  private final TranslationFilter filter =
      new TranslationFilter(
          new TargetDialect(
              "p/m",
              WireDialect.GEMINI,
              new WholeForms(
                  Optional.empty(),
                  Optional.empty(),
                  Optional.empty(),
                  Optional.of(CountForm.GENERATE)),
              EnumSet.of(Operation.GENERATE, Operation.GENERATE_COUNT),
              TranslatedCountTest::rules,
              words -> words),
          new TranslationMeans(
              Translations::facts, memory, TranslatedCountTest::refusing, Clock.SYSTEM));

  private static TargetRules rules(String model) {
    return new TargetRules(
        model,
        ModelFacts.UNKNOWN,
        new Seals("GEMINI", "p", model, "k"),
        0,
        TargetRules.ChatSurface.CURRENT,
        true,
        false);
  }

  private static <T> T refusing(Callable<T> work) {
    throw new AssertionError("small bodies are translated on the call's thread");
  }

  @AfterEach
  void no_memory_is_left_behind() {
    assertThat(memory.used()).isZero();
  }

  private Outcome count(Service provider) throws InterruptedException {
    String body = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"u\"}]}";
    Call count =
        ProviderCalls.of(Operation.COUNT_TOKENS, Unpooled.copiedBuffer(body, UTF_8), Map.of());
    Outcome outcome = filter.send(count, sink, provider);
    count.body().close();
    return outcome;
  }

  /// A target that ends a count with `outcome`, and has answered before where that is an answer.
  private Service target(Outcome outcome, String answer) {
    return (call, to) -> {
      assertThat(call.operation()).isEqualTo(Operation.GENERATE_COUNT);
      asked.add(call.body().bytes().toString(UTF_8));
      var attempt = new AttemptInfo("p/m", Call.Trace.NONE, Clock.SYSTEM);
      attempt.begin(_ -> {});
      to.attach(attempt);
      to.head(new Head(outcome instanceof Answered ? 200 : 500, Map.of()));
      to.body(Unpooled.copiedBuffer(answer, UTF_8));
      to.end();
      return outcome;
    };
  }

  private boolean isEstimated() {
    return requireNonNull(sink.head).headers().containsKey("x-sluice-estimated");
  }

  @Test
  void the_targets_own_counter_is_asked_in_its_dialect() throws InterruptedException {
    assertThat(count(target(new Answered(), ANSWER))).isInstanceOf(Answered.class);
    assertThat(asked).hasSize(1);
    assertThat(asked.getFirst()).startsWith("{\"generateContentRequest\":{\"model\":\"models/m\"");
    assertThat(sink.text()).isEqualTo("{\"input_tokens\":31}");
    assertThat(requireNonNull(sink.head).status()).isEqualTo(200);
    assertThat(isEstimated()).isFalse();
  }

  @Test
  void a_counter_that_fails_is_replaced_by_an_estimate() throws InterruptedException {
    for (Failed why :
        List.of(
            new Failed.Overloaded(503, Optional.empty(), "busy"),
            new Failed.Unreachable(Failed.Obstacle.RESET, "gone"),
            new Failed.TimedOut(Failed.Phase.FIRST_TOKEN, Duration.ofSeconds(1)))) {
      sink.bytes.reset();
      assertThat(count(target(why, "{}"))).isInstanceOf(Answered.class);
      assertThat(sink.text()).matches("\\{\"input_tokens\":\\d+}");
      assertThat(isEstimated()).isTrue();
    }
    assertThat(asked).hasSize(3);
  }

  @Test
  void an_answer_without_a_number_is_replaced_by_an_estimate() throws InterruptedException {
    for (String answer : List.of("", "{}", "{\"totalTokens\":31}" + " ".repeat(70_000))) {
      sink.bytes.reset();
      assertThat(count(target(new Answered(), answer))).isInstanceOf(Answered.class);
      assertThat(isEstimated()).as(answer).isTrue();
    }
  }

  @Test
  void a_target_that_has_no_counter_is_not_asked_again_at_once() throws InterruptedException {
    var unknown = new Failed.Refused(404, "application/json", "{}", Failed.Objection.REQUEST);
    for (int i = 0; i < 3; i++) {
      assertThat(count(target(unknown, "{}"))).isInstanceOf(Answered.class);
      assertThat(isEstimated()).isTrue();
    }
    assertThat(asked).hasSize(1);
  }

  @Test
  void a_count_whose_client_has_left_is_not_estimated() throws InterruptedException {
    assertThat(count(target(new Failed.Cancelled(), ""))).isInstanceOf(Failed.Cancelled.class);
    var late = new Failed.TimedOut(Failed.Phase.DEADLINE, Duration.ofSeconds(1));
    assertThat(count(target(late, ""))).isEqualTo(late);
    assertThat(sink.head).isNull();
  }
}
