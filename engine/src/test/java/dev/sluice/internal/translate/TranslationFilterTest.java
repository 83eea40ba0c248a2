package dev.sluice.internal.translate;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.sluice.call.Answered;
import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.Head;
import dev.sluice.call.Outcome;
import dev.sluice.call.answer.AttemptInfo;
import dev.sluice.call.answer.Sink;
import dev.sluice.call.pipeline.Service;
import dev.sluice.call.request.Operation;
import dev.sluice.call.request.RequestFacts;
import dev.sluice.call.request.SchedulingHints;
import dev.sluice.call.runtime.Clock;
import dev.sluice.call.runtime.MemoryBudget;
import dev.sluice.call.runtime.Reservation;
import dev.sluice.call.runtime.WorkerPool;
import dev.sluice.dialect.Footprint;
import dev.sluice.dialect.WireDialect;
import dev.sluice.dialect.embed.EmbeddingForm;
import dev.sluice.dialect.rule.ModelFacts;
import dev.sluice.dialect.rule.Seals;
import dev.sluice.dialect.rule.TargetRules;
import dev.sluice.provider.ProviderCalls;
import dev.sluice.provider.RecordingSink;
import dev.sluice.provider.answer.AnswerScanner;
import dev.sluice.provider.answer.Assembly;
import dev.sluice.provider.answer.OpenAiAnswers;
import dev.sluice.provider.answer.UpstreamOptions;
import dev.sluice.provider.error.Classifier;
import dev.sluice.provider.error.ErrorTable;
import dev.sluice.provider.request.InvalidRequest;
import dev.sluice.provider.request.RequestScanner;
import dev.sluice.testing.Memory;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class TranslationFilterTest {
  private static final Map<String, String> JSON = Map.of("content-type", "application/json");
  private static final Map<String, String> EVENTS = Map.of("content-type", "text/event-stream");

  private static final WholeForms OPENAI =
      new WholeForms(
          Optional.of(EmbeddingForm.OPENAI), Optional.empty(), Optional.empty(), Optional.empty());

  /// A tenth of what their tree takes.
  private static final String ONES = "1" + ",1".repeat(50_000);

  private final Memory memory = new Memory();
  private final List<Failed> aborted = new ArrayList<>();
  private final RecordingSink sink = new RecordingSink();

  private final TranslationFilter filter = filter(TranslationFilterTest::refusing);

  private TranslationFilter filter(WorkerPool elsewhere) {
    return new TranslationFilter(
        new TargetDialect(
            "p/m",
            WireDialect.CHAT,
            OPENAI,
            EnumSet.of(Operation.CHAT, Operation.EMBEDDINGS),
            TranslationFilterTest::rules,
            TranslationFilterTest::shown),
        new TranslationMeans(TranslationFilterTest::facts, memory, elsewhere, Clock.SYSTEM));
  }

  private static TargetRules rules(String model) {
    return new TargetRules(
        model,
        ModelFacts.UNKNOWN,
        new Seals("CHAT", "p", model, "k"),
        0,
        TargetRules.ChatSurface.CURRENT,
        true,
        false);
  }

  private static String shown(String words) {
    return words.replace("s3cret", "***");
  }

  private static Optional<RequestFacts> facts(
      Operation operation, String model, boolean stream, byte[] body) {
    try {
      return Optional.of(RequestScanner.scan(operation, body, 0, body.length));
    } catch (InvalidRequest e) {
      return Optional.empty();
    }
  }

  private static <T> T refusing(Callable<T> work) {
    throw new AssertionError("small bodies are translated on the call's thread");
  }

  @AfterEach
  void no_memory_is_left_behind() {
    assertThat(memory.used()).isZero();
  }

  private static Call message(boolean stream) {
    String body =
        """
        {"model":"m","max_tokens":9,"stream":%s,"messages":[{"role":"user","content":"u"}]}\
        """
            .formatted(stream);
    return ProviderCalls.of(Operation.MESSAGES, Unpooled.copiedBuffer(body, UTF_8), Map.of());
  }

  private AttemptInfo attempt() {
    var attempt = new AttemptInfo("p/m", Call.Trace.NONE, Clock.SYSTEM);
    attempt.begin(aborted::add);
    return attempt;
  }

  /// A provider that answers with these parts.
  private Service provider(Map<String, String> headers, String... parts) {
    return (call, to) -> {
      assertThat(call.operation()).isEqualTo(Operation.CHAT);
      AttemptInfo attempt = attempt();
      try (var held = memory.reserve(MemoryBudget.Use.ANSWER, SchedulingHints.NOBODY)) {
        var scanner = scanner(to, attempt, call, held);
        scanner.attach(attempt);
        scanner.head(new Head(200, headers));
        for (String part : parts) {
          scanner.body(Unpooled.copiedBuffer(part, UTF_8));
        }
        if (aborted.isEmpty()) {
          scanner.end();
        }
        return scanner.verdict(aborted.isEmpty() ? new Answered() : aborted.getFirst());
      }
    };
  }

  private static AnswerScanner scanner(Sink to, AttemptInfo attempt, Call call, Reservation held) {
    return new AnswerScanner(
        to,
        attempt,
        call,
        new Classifier(ErrorTable.OPENAI),
        UpstreamOptions.asItIs(call),
        new OpenAiAnswers(call.operation(), false, Assembly.PLAIN),
        true,
        held);
  }

  private Outcome send(Call call, Service provider) throws InterruptedException {
    return filter.over(provider).send(call, sink);
  }

  @Test
  void a_call_in_the_providers_dialect_passes_as_it_is() throws InterruptedException {
    Call chat = ProviderCalls.chat(false);
    Service same =
        (Call call, Sink to) -> {
          assertThat(call).isSameAs(chat);
          assertThat(to).isSameAs(sink);
          return new Answered();
        };
    assertThat(send(chat, same)).isInstanceOf(Answered.class);
  }

  @Test
  void a_stream_that_the_path_alone_asks_for_is_one_in_translation() throws InterruptedException {
    String body =
        "{\"model\":\"x\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"u\"}]}";
    Call asked =
        ProviderCalls.ofPath(Operation.MESSAGES, "m", true, Unpooled.copiedBuffer(body, UTF_8));
    var refused = new Failed.Shed(Failed.Reason.BODIES_FULL, Optional.empty());
    Service provider =
        (call, _) -> {
          assertThat(call.facts().stream()).isTrue();
          return refused;
        };
    assertThat(send(asked, provider)).isEqualTo(refused);
  }

  @Test
  void memory_that_is_missing_for_a_request_ends_the_call_before_it_is_sent()
      throws InterruptedException {
    memory.max = 100;
    Service never = (_, _) -> Failed.Internal.UNTOLD;
    assertThat(send(message(false), never))
        .isEqualTo(new Failed.Shed(Failed.Reason.BODIES_FULL, Optional.empty()));
  }

  @Test
  void memory_that_is_missing_for_an_answer_ends_the_attempt() throws InterruptedException {
    String large = "{\"id\":\"" + "x".repeat(100_000) + "\"}";
    memory.max = 50_000;
    assertThat(send(message(false), provider(JSON, large))).isEqualTo(new Failed.OutOfMemory());
    assertThat(aborted).containsExactly(new Failed.OutOfMemory());
    assertThat(sink.told()).doesNotContain("end");
  }

  @Test
  void memory_that_is_missing_for_what_a_stream_holds_ends_the_attempt()
      throws InterruptedException {
    String large = "data: {\"id\":\"" + "x".repeat(100_000);
    memory.max = 20_000;
    assertThat(send(message(true), provider(EVENTS, large))).isEqualTo(new Failed.OutOfMemory());
    assertThat(sink.told()).doesNotContain("end");
  }

  @Test
  void a_request_whose_tree_has_no_room_ends_the_call_before_it_is_sent()
      throws InterruptedException {
    memory.max = 1_000_000;
    Service never = (_, _) -> Failed.Internal.UNTOLD;
    String messages = "{\"model\":\"m\",\"max_tokens\":9,\"messages\":[" + ONES + "]}";
    assertThat(send(messages(messages), never))
        .isEqualTo(new Failed.Shed(Failed.Reason.BODIES_FULL, Optional.empty()));
  }

  @Test
  void what_no_dialect_knows_is_no_tree() throws InterruptedException {
    memory.max = 1_000_000;
    String unknown =
        "{\"model\":\"m\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"u\"}],"
            + "\"zz\":["
            + ONES
            + "]}";
    String answer =
        "{\"choices\":[{\"message\":{\"content\":\"a\"},\"finish_reason\":\"stop\"}],\"zz\":["
            + ONES
            + "]}";
    assertThat(send(messages(unknown), provider(JSON, answer))).isInstanceOf(Answered.class);
  }

  @Test
  void an_answer_whose_tree_has_no_room_ends_the_call() throws InterruptedException {
    memory.max = 1_000_000;
    String answer = "{\"choices\":[" + ONES + "]}";
    assertThat(send(message(false), provider(JSON, answer))).isEqualTo(new Failed.OutOfMemory());
    assertThat(sink.told()).doesNotContain("end");
  }

  @Test
  void an_answer_in_parts_of_one_byte_takes_no_more_than_is_reserved() throws Exception {
    var room = memory.reserve(MemoryBudget.Use.ANSWER, SchedulingHints.NOBODY);
    var held = new HeldAnswer(sink, new TranslatedHeads(limits -> limits, List.of(), ""), room, 0);
    for (int i = 0; i < 100_000; i++) {
      held.body(Unpooled.wrappedBuffer(new byte[1]));
    }
    Field bytes = HeldAnswer.class.getDeclaredField("held");
    bytes.setAccessible(true);
    assertThat(Footprint.of(bytes.get(held))).isLessThan(memory.used() - 100_000 + 1000);
    assertThat(memory.used()).isLessThan(3 * 100_000);
    assertThat(held.body()).hasSize(100_000);
    room.close();
  }

  @Test
  void what_an_answer_no_longer_holds_is_given_back() {
    try (var room = memory.reserve(MemoryBudget.Use.ANSWER, SchedulingHints.NOBODY)) {
      var answer = new AnswerRoom(room, 100);
      assertThat(answer.holds(1_000_000)).isTrue();
      assertThat(memory.used()).isGreaterThan(1_000_000);
      assertThat(answer.holds(990_000)).isTrue();
      assertThat(memory.used()).isGreaterThan(1_000_000);
      assertThat(answer.holds(10_000)).isTrue();
      assertThat(memory.used()).isBetween(10_100L, 20_000L);
    }
  }

  @Test
  void an_estimate_reads_the_request_once_with_room_for_it() throws InterruptedException {
    String body =
        "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\""
            + "u ".repeat(200_000)
            + "\"}]}";
    var reserved = new ArrayList<Long>();
    WorkerPool pool =
        new WorkerPool() {
          @Override
          public <T> T call(Callable<T> work) {
            reserved.add(memory.used());
            try {
              return work.call();
            } catch (Exception e) {
              throw new AssertionError(e);
            }
          }
        };
    Call count =
        ProviderCalls.of(Operation.COUNT_TOKENS, Unpooled.copiedBuffer(body, UTF_8), Map.of());
    Service never = (_, _) -> Failed.Internal.UNTOLD;
    assertThat(filter(pool).over(never).send(count, sink)).isInstanceOf(Answered.class);
    assertThat(reserved).hasSize(1).allMatch(bytes -> bytes >= body.length());
  }

  /// A pool that does the work at once.
  private abstract static class Pool implements WorkerPool {
    final List<Callable<?>> works = new ArrayList<>();

    @Override
    public <T> T call(Callable<T> work) throws InterruptedException {
      works.add(work);
      return done(work);
    }

    abstract <T> T done(Callable<T> work) throws InterruptedException;

    static <T> T run(Callable<T> work) {
      try {
        return work.call();
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }
  }

  private static final String LONG_WORDS = "u ".repeat(200_000);

  static Stream<Arguments> large() {
    return Stream.of(
        arguments(
            Operation.MESSAGES,
            "{\"model\":\"m\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}"),
        arguments(
            Operation.COHERE_EMBED,
            "{\"model\":\"m\",\"input_type\":\"search_query\",\"texts\":[\"%s\"]}"),
        arguments(
            Operation.CHAT,
            "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"},{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"c_slc1_"
                + "A".repeat(60)
                + "\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]}]}"));
  }

  @ParameterizedTest
  @MethodSource("large")
  void what_was_built_is_reserved_until_it_has_been_sent(Operation operation, String body)
      throws InterruptedException {
    var reserved = new ArrayList<Long>();
    var pool =
        new Pool() {
          @Override
          <T> T done(Callable<T> work) {
            reserved.add(memory.used());
            return run(work);
          }
        };
    String text = body.formatted(LONG_WORDS);
    Service never =
        (asked, _) -> {
          assertThat(asked.body().size()).isGreaterThan(LONG_WORDS.length());
          reserved.add(memory.used());
          return Failed.Internal.UNTOLD;
        };
    Call call = ProviderCalls.of(operation, Unpooled.copiedBuffer(text, UTF_8), Map.of());
    assertThat(filter(pool).over(never).send(call, sink)).isEqualTo(Failed.Internal.UNTOLD);
    long built = LONG_WORDS.length();
    assertThat(reserved).hasSize(3).allMatch(bytes -> bytes > built && bytes < built + 2_000);
  }

  @ParameterizedTest
  @MethodSource("large")
  void work_that_its_caller_leaves_before_it_begins_holds_and_does_nothing(
      Operation operation, String body) {
    var pool =
        new Pool() {
          @Override
          <T> T done(Callable<T> work) throws InterruptedException {
            throw new InterruptedException();
          }
        };
    ByteBuf bytes = Unpooled.copiedBuffer(body.formatted(LONG_WORDS), UTF_8);
    Call call = ProviderCalls.of(operation, bytes, Map.of());
    Service never = (_, _) -> Failed.Internal.UNTOLD;
    assertThatThrownBy(() -> filter(pool).over(never).send(call, sink))
        .isInstanceOf(InterruptedException.class);
    assertThat(bytes.refCnt()).isOne();
    assertThat(memory.used()).isZero();
    pool.works.forEach(Pool::run);
    assertThat(bytes.refCnt()).isOne();
    assertThat(memory.used()).isZero();
  }

  @ParameterizedTest
  @MethodSource("large")
  void work_that_its_caller_leaves_when_it_has_begun_gives_back_what_it_holds(
      Operation operation, String body) {
    var pool =
        new Pool() {
          @Override
          <T> T done(Callable<T> work) throws InterruptedException {
            run(work);
            throw new InterruptedException();
          }
        };
    ByteBuf bytes = Unpooled.copiedBuffer(body.formatted(LONG_WORDS), UTF_8);
    Call call = ProviderCalls.of(operation, bytes, Map.of());
    Service never = (_, _) -> Failed.Internal.UNTOLD;
    assertThatThrownBy(() -> filter(pool).over(never).send(call, sink))
        .isInstanceOf(InterruptedException.class);
    assertThat(bytes.refCnt()).isOne();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void what_is_wrong_with_an_answer_is_told_without_the_operators_own_data(boolean stream)
      throws InterruptedException {
    String call =
        "\"tool_calls\":[{\"index\":0,\"id\":\"c\",\"type\":\"function\",\"function\":{\"name\":\"is"
            + " s3cret\",\"arguments\":\"no\"}}]";
    String whole = "{\"choices\":[{\"message\":{%s},\"finish_reason\":\"stop\"}]}".formatted(call);
    String event =
        "data: {\"choices\":[{\"delta\":{%s}}]}\n\ndata: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n"
            .formatted(call);
    Service provider = stream ? provider(EVENTS, event) : provider(JSON, whole);
    assertThat(send(message(stream), provider))
        .isInstanceOfSatisfying(
            Failed.BadAnswer.class,
            bad -> assertThat(bad.detail()).contains("is ***", "no JSON object"));
  }

  @Test
  void an_event_whose_tree_has_no_room_ends_the_attempt() throws InterruptedException {
    memory.max = 1_000_000;
    String event = "data: {\"choices\":[" + ONES + "]}\n\n";
    assertThat(send(message(true), provider(EVENTS, event))).isEqualTo(new Failed.OutOfMemory());
    assertThat(aborted).containsExactly(new Failed.OutOfMemory());
    assertThat(sink.told()).doesNotContain("end");
  }

  private static Call messages(String body) {
    return ProviderCalls.of(Operation.MESSAGES, Unpooled.copiedBuffer(body, UTF_8), Map.of());
  }

  @Test
  void an_answer_that_cannot_be_read_is_a_bad_one() throws InterruptedException {
    assertThat(send(message(false), provider(JSON, "{\"choices\":[{\"message\":5}]}")))
        .isInstanceOf(Failed.BadAnswer.class);
    assertThat(sink.bytes.size()).isZero();
  }

  @Test
  void a_stream_that_ends_early_has_no_end() throws InterruptedException {
    Outcome outcome =
        send(
            message(true),
            provider(
                EVENTS,
                "data:"
                    + " {\"id\":\"c\",\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hi\"}}]}\n\n"));
    assertThat(outcome)
        .isInstanceOfSatisfying(
            Failed.BadAnswer.class, bad -> assertThat(bad.flaw()).isEqualTo(Failed.Flaw.TRUNCATED));
    assertThat(sink.text()).contains("\"text\":\"Hi\"").doesNotContain("message_stop");
  }

  @Test
  void a_refusal_is_told_in_the_clients_words() throws InterruptedException {
    String body = "{\"error\":{\"message\":\"too long\",\"code\":\"context_length_exceeded\"}}";
    Service refuses =
        (_, _) -> new Failed.Refused(400, "application/json", body, Failed.Objection.LENGTH);
    assertThat(send(message(false), refuses))
        .isInstanceOfSatisfying(
            Failed.Refused.class,
            refused -> {
              assertThat(refused.objection()).isEqualTo(Failed.Objection.LENGTH);
              assertThat(refused.body())
                  .contains("\"type\":\"error\"", "invalid_request_error", "too long");
            });
  }

  /// 429 is the status of a used-up account in some dialects.
  @Test
  void that_a_request_costs_too_much_keeps_its_status_in_every_dialect() {
    var costly = new Failed.Refused(402, "application/json", "{}", Failed.Objection.COST);
    assertThat(TranslatedAttempt.refused(costly, 429, "{}"))
        .isInstanceOfSatisfying(
            Failed.Refused.class, told -> assertThat(told.status()).isEqualTo(402));
  }

  @Test
  void a_count_that_the_target_does_not_serve_is_an_estimate_in_the_clients_form()
      throws InterruptedException {
    Service never = (_, _) -> Failed.Internal.UNTOLD;
    String body = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"u\"}]}";
    Call count =
        ProviderCalls.of(Operation.COUNT_TOKENS, Unpooled.copiedBuffer(body, UTF_8), Map.of());
    assertThat(send(count, never)).isInstanceOf(Answered.class);
    assertThat(sink.text()).matches("\\{\"input_tokens\":\\d+}");
    assertThat(requireNonNull(sink.head).headers())
        .containsEntry("x-sluice-estimated", "input_tokens");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          INPUT_TOKENS   | previous_response_id | {"model":"m","input":"u","previous_response_id":"resp_1"}
          INPUT_TOKENS   | conversation         | {"model":"m","conversation":{"id":"conv_1"}}
          INPUT_TOKENS   | prompt               | {"model":"m","prompt":{"id":"pmpt_1"}}
          INPUT_TOKENS   | input[1]             | {"model":"m","input":[{"role":"user","content":"u"},{"type":"item_reference","id":"msg_1"}]}
          INPUT_TOKENS   | input[0]             | {"model":"m","input":[{"id":"msg_1"},{"id":"msg_2","role":"user","content":"u"}]}
          GENERATE_COUNT | generateContentRequest.cachedContent | {"generateContentRequest":{"model":"models/m","contents":[{"parts":[{"text":"u"}]}],"cachedContent":"cachedContents/c"}}
          """)
  void there_is_no_estimate_of_half_a_conversation(Operation asked, String param, String body)
      throws InterruptedException {
    Service never = (_, _) -> Failed.Internal.UNTOLD;
    Call count = ProviderCalls.of(asked, Unpooled.copiedBuffer(body, UTF_8), Map.of());
    assertThat(send(count, never))
        .isInstanceOfSatisfying(
            Failed.Invalid.class,
            refused -> {
              assertThat(refused.status()).isEqualTo(400);
              assertThat(refused.param()).contains(param);
              assertThat(refused.message()).contains("p/m", "send the whole conversation");
            });
    assertThat(sink.bytes.size()).isZero();
  }

  @Test
  void a_reference_that_is_null_refers_to_nothing() throws InterruptedException {
    Service never = (_, _) -> Failed.Internal.UNTOLD;
    String body = "{\"model\":\"m\",\"input\":\"u\",\"previous_response_id\":null}";
    Call count =
        ProviderCalls.of(Operation.INPUT_TOKENS, Unpooled.copiedBuffer(body, UTF_8), Map.of());
    assertThat(send(count, never)).isInstanceOf(Answered.class);
  }

  @Test
  void what_is_served_as_it_is_is_neither_translated_nor_estimated() {
    Set<Operation> all = EnumSet.allOf(Operation.class);
    assertThat(TargetDialect.translated(WireDialect.CHAT, OPENAI, all)).isEmpty();
    var dialect =
        new TargetDialect(
            "p/m",
            WireDialect.CHAT,
            OPENAI,
            all,
            TranslationFilterTest::rules,
            TranslationFilterTest::shown);
    for (Operation operation : all) {
      assertThat(dialect.translation(operation)).isEmpty();
      assertThat(dialect.estimate(operation)).isEmpty();
    }
  }

  @Test
  void each_dialect_reaches_a_target_that_speaks_another_one() {
    Set<Operation> own = EnumSet.of(Operation.CHAT);
    Set<Operation> others = TargetDialect.translated(WireDialect.CHAT, OPENAI, own);
    var dialect =
        new TargetDialect(
            "p/m",
            WireDialect.CHAT,
            OPENAI,
            own,
            TranslationFilterTest::rules,
            TranslationFilterTest::shown);
    for (WireDialect client : WireDialect.values()) {
      assertThat(others.contains(TranslatedOperations.conversation(client)))
          .isEqualTo(client != WireDialect.CHAT);
      assertThat(dialect.translation(TranslatedOperations.conversation(client)).isPresent())
          .isEqualTo(client != WireDialect.CHAT);
      TranslatedOperations.counting(client).ifPresent(count -> assertThat(others).contains(count));
    }
  }

  @Test
  void limits_have_the_clients_names() throws InterruptedException {
    Map<String, String> headers =
        Map.of(
            "content-type", "text/event-stream",
            "x-ratelimit-remaining-requests", "7",
            "x-ratelimit-limit-requests", "10",
            "x-request-id", "r");
    send(message(true), provider(headers, "data: [DONE]\n\n"));
    assertThat(requireNonNull(sink.head).headers())
        .containsEntry("anthropic-ratelimit-requests-remaining", "7")
        .containsEntry("x-sluice-upstream-request-id", "r")
        .doesNotContainKey("x-ratelimit-remaining-requests");
  }

  @Test
  void a_message_that_needs_a_bound_gets_the_configured_one_and_its_client_is_told()
      throws InterruptedException {
    var rules =
        new TargetRules(
            "m",
            ModelFacts.UNKNOWN,
            new Seals("ANTHROPIC", "p", "m", "k"),
            700,
            TargetRules.ChatSurface.CURRENT,
            true,
            false);
    var dialect =
        new TargetDialect(
            "p/m",
            WireDialect.ANTHROPIC,
            WholeForms.NONE,
            EnumSet.of(Operation.MESSAGES),
            _ -> rules,
            TranslationFilterTest::shown);
    var means =
        new TranslationMeans(
            TranslationFilterTest::facts, memory, TranslationFilterTest::refusing, Clock.SYSTEM);
    String body = "{\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"u\"}]%s}";
    assertThat(added(dialect, means, body.formatted(""))).isEqualTo("max_tokens=700");
    assertThat(added(dialect, means, body.formatted(",\"max_tokens\":9"))).isEmpty();
  }

  /// Returns what the client is told was added to its chat.
  private static String added(TargetDialect dialect, TranslationMeans means, String body)
      throws InterruptedException {
    var told = new RecordingSink();
    Call chat = ProviderCalls.of(Operation.CHAT, Unpooled.copiedBuffer(body, UTF_8), Map.of());
    new TranslationFilter(dialect, means)
        .send(
            chat,
            told,
            (call, to) -> {
              assertThat(call.facts().maxTokens()).isPresent();
              to.head(new Head(200, JSON));
              String answer =
                  "{\"id\":\"a\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"m\","
                      + "\"content\":[{\"type\":\"text\",\"text\":\"b\"}],"
                      + "\"stop_reason\":\"end_turn\","
                      + "\"usage\":{\"input_tokens\":1,\"output_tokens\":1}}";
              to.body(Unpooled.copiedBuffer(answer, UTF_8));
              to.end();
              return new Answered();
            });
    chat.body().close();
    return requireNonNull(told.head).headers().getOrDefault("x-sluice-added", "");
  }
}
