package dev.sluice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.call.Calls;
import dev.sluice.call.Failed;
import dev.sluice.call.Head;
import dev.sluice.call.answer.AttemptHistory;
import dev.sluice.call.request.Operation;
import dev.sluice.call.runtime.VirtualLoop;
import dev.sluice.testing.Memory;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What is read of answers in each dialect.
class AnswerTextTest {
  private final AnswerPipe pipe = new AnswerPipe(new VirtualLoop());
  private final AtomicInteger left = new AtomicInteger();
  private final Memory memory = new Memory();

  static Stream<Arguments> whole() {
    return Stream.of(
        Arguments.of(
            Operation.CHAT,
            """
            {"choices":[{"index":1,"message":{"content":"no"}},
              {"index":0,"message":{"content":"Hel\\u006co","reasoning":"no"}}]}\
            """),
        Arguments.of(
            Operation.CHAT,
            """
            {"choices":[{"message":{"content":[{"type":"thinking","thinking":"no"},
              {"type":"text","text":"Hello"}]}}]}\
            """),
        Arguments.of(Operation.COMPLETIONS, "{\"choices\":[{\"text\":\"Hello\",\"index\":0}]}"),
        Arguments.of(
            Operation.RESPONSES,
            """
            {"output":[{"type":"reasoning","content":[{"type":"reasoning_text","text":"no"}]},
              {"type":"message","content":[{"type":"output_text","text":"Hello"},
                {"type":"refusal","refusal":"no"}]}]}\
            """),
        Arguments.of(
            Operation.MESSAGES,
            """
            {"content":[{"type":"thinking","thinking":"no"},{"type":"text","text":"Hello"},
              {"type":"tool_use","input":{"text":"no"}}]}\
            """),
        Arguments.of(
            Operation.GENERATE,
            """
            {"candidates":[{"content":{"parts":[{"text":"no","thought":true},{"text":"Hello"},
              {"functionCall":{"name":"no"}}]}}]}\
            """));
  }

  @ParameterizedTest
  @MethodSource("whole")
  void the_text_of_a_whole_answer_is_what_the_model_says(Operation operation, String json)
      throws Exception {
    begin("application/json");
    pipe.write(Calls.utf8(json));
    pipe.finish();
    assertThat(answer(operation).text()).containsExactly("Hello");
    assertThat(memory.used()).isZero();
  }

  static Stream<Arguments> streamed() {
    return Stream.of(
        Arguments.of(
            Operation.CHAT,
            """
            data: {"choices":[{"index":0,"delta":{"role":"assistant","content":""}}]}

            data: {"choices":[{"index":0,"delta":{"reasoning_content":"no"}}]}

            data: {"choices":[{"index":0,"delta":{"content":"Hel"}}]}

            data: {"choices":[{"index":0,"delta":{"content":"lo"},"finish_reason":"stop"}]}

            data: {"choices":[],"usage":{"prompt_tokens":1}}

            data: [DONE]

            """),
        Arguments.of(
            Operation.COMPLETIONS,
            """
            data: {"choices":[{"text":"Hel"}]}

            data: {"choices":[{"text":"lo"}]}

            data: [DONE]

            """),
        Arguments.of(
            Operation.RESPONSES,
            """
            event: response.reasoning_text.delta
            data: {"type":"response.reasoning_text.delta","delta":"no"}

            event: response.output_text.delta
            data: {"type":"response.output_text.delta","delta":"Hel"}

            data: {"type":"response.output_text.delta","delta":"lo"}

            data: {"type":"response.output_text.done","text":"Hello"}

            data: {"type":"response.completed","response":{"output":[]}}

            """),
        Arguments.of(
            Operation.MESSAGES,
            """
            event: message_start
            data: {"type":"message_start","message":{"content":[]}}

            event: content_block_start
            data: {"type":"content_block_start","content_block":{"type":"text","text":""}}

            event: content_block_delta
            data: {"type":"content_block_delta","delta":{"type":"thinking_delta","thinking":"no"}}

            data: {"type":"content_block_delta","delta":{"type":"text_delta","text":"Hel"}}

            data: {"type":"content_block_delta","delta":{"type":"text_delta","text":"lo"}}

            data: {"type":"message_stop"}

            """),
        Arguments.of(
            Operation.GENERATE,
            """
            data: {"candidates":[{"content":{"parts":[{"text":"Hel"}]},"index":0}]}

            data: {"candidates":[{"content":{"parts":[{"text":"no","thought":true}]}}]}

            data: {"candidates":[{"content":{"parts":[{"text":"lo"}]}}],"usageMetadata":{}}

            """));
  }

  @ParameterizedTest
  @MethodSource("streamed")
  void the_text_of_a_stream_comes_piece_by_piece_however_it_is_cut(
      Operation operation, String events) throws Exception {
    begin("text/event-stream; charset=utf-8");
    for (int i = 0; i < events.length(); i++) {
      pipe.write(Calls.utf8(events.substring(i, i + 1)));
    }
    pipe.finish();
    assertThat(answer(operation).text()).containsExactly("Hel", "lo");
  }

  @Test
  void events_have_names_and_data_and_the_last_word_of_openai_is_none() throws Exception {
    begin("text/event-stream");
    pipe.write(
        Calls.utf8(": hello\n\nevent: ping\ndata: {}\n\ndata: {\"a\":1}\n\ndata: [DONE]\n\n"));
    pipe.finish();
    assertThat(answer(Operation.CHAT).events())
        .containsExactly(new AnswerEvent("ping", "{}"), new AnswerEvent("", "{\"a\":1}"));
  }

  @Test
  void closing_a_stream_early_cancels_the_call() throws Exception {
    begin("text/event-stream");
    pipe.write(Calls.utf8("data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\n"));
    try (Stream<String> text = answer(Operation.CHAT).text()) {
      assertThat(text.findFirst()).contains("a");
      assertThat(left).hasValue(0);
    }
    assertThat(left).hasValue(1);
  }

  @Test
  void a_cut_stream_never_just_ends() throws Exception {
    begin("text/event-stream");
    pipe.write(Calls.utf8("data: {\"choices\":[{\"delta\":{\"content\":\"a\"}}]}\n\n"));
    pipe.cut(new Failed.BadAnswer(Failed.Flaw.TRUNCATED, "the stream ended without its end"));
    try (Stream<String> text = answer(Operation.CHAT).text()) {
      assertThatThrownBy(text::toList)
          .isInstanceOf(CallFailedException.class)
          .hasMessage("the stream ended without its end: call again");
    }
  }

  @Test
  void what_cannot_be_read_as_asked_is_said_so() throws Exception {
    begin("application/json");
    pipe.write(Calls.utf8("no json"));
    pipe.finish();
    Answer answer = answer(Operation.CHAT);
    assertThatThrownBy(answer::events)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("application/json");
    assertThatThrownBy(answer::embeddings).hasMessage("an answer to CHAT has no vectors");
    assertThatThrownBy(() -> answer.text().toList())
        .isInstanceOfSatisfying(
            CallFailedException.class,
            e -> assertThat(e.failed()).isInstanceOf(Failed.BadAnswer.class));
    assertThatThrownBy(answer(Operation.EMBEDDINGS)::text)
        .hasMessage("an answer to EMBEDDINGS has no text");
  }

  @Test
  void an_answer_for_which_there_is_no_memory_ends_its_call() throws Exception {
    memory.max = 1000;
    begin("application/json");
    pipe.write(Calls.utf8("x".repeat(2000)));
    pipe.finish();
    assertThatThrownBy(answer(Operation.CHAT)::bytes)
        .isInstanceOfSatisfying(
            CallFailedException.class,
            e -> assertThat(e.failed()).isInstanceOf(Failed.OutOfMemory.class));
    assertThat(memory.used()).isZero();
    assertThat(left).hasValue(1);
  }

  static Stream<Arguments> vectors() {
    return Stream.of(
        Arguments.of(
            Operation.EMBEDDINGS,
            """
            {"data":[{"index":1,"embedding":[3,-4.5]},{"index":0,"embedding":[1,2e0]}]}\
            """),
        Arguments.of(
            Operation.EMBEDDINGS,
            """
            {"data":[{"embedding":"AACAPwAAAEA="},{"embedding":"AABAQAAAkMA="}]}\
            """),
        Arguments.of(
            Operation.BATCH_EMBED_CONTENTS,
            """
            {"embeddings":[{"values":[1,2]},{"values":[3,-4.5]}]}\
            """),
        Arguments.of(
            Operation.COHERE_EMBED,
            """
            {"id":"x","embeddings":{"float":[[1,2],[3,-4.5]]},"texts":["a","b"]}\
            """),
        Arguments.of(
            Operation.COHERE_EMBED,
            """
            {"embeddings":{"base64":["AACAPwAAAEA=","AABAQAAAkMA="]}}\
            """));
  }

  @ParameterizedTest
  @MethodSource("vectors")
  void vectors_are_in_the_order_of_the_inputs(Operation operation, String json) throws Exception {
    begin("application/json");
    pipe.write(Calls.utf8(json));
    pipe.finish();
    assertThat(answer(operation).embeddings()).isDeepEqualTo(new float[][] {{1, 2}, {3, -4.5f}});
    assertThat(memory.used()).isZero();
  }

  @Test
  void the_vector_of_one_content_is_read_too() throws Exception {
    begin("application/json");
    pipe.write(Calls.utf8("{\"embedding\":{\"values\":[0.5]}}"));
    pipe.finish();
    assertThat(answer(Operation.EMBED_CONTENT).embeddings()).isDeepEqualTo(new float[][] {{0.5f}});
  }

  @ParameterizedTest
  @MethodSource("broken")
  void vectors_that_cannot_be_read_are_a_bad_answer(Operation operation, String json)
      throws Exception {
    begin("application/json");
    pipe.write(Calls.utf8(json));
    pipe.finish();
    assertThatThrownBy(answer(operation)::embeddings)
        .isInstanceOfSatisfying(
            CallFailedException.class,
            e -> assertThat(e.failed()).isInstanceOf(Failed.BadAnswer.class));
  }

  static Stream<Arguments> broken() {
    return Stream.of(
        Arguments.of(Operation.EMBEDDINGS, "{\"data\":[{\"index\":3,\"embedding\":[1]}]}"),
        Arguments.of(Operation.EMBEDDINGS, "{\"data\":[{\"embedding\":[1,[2]]}]}"),
        Arguments.of(Operation.EMBEDDINGS, "{\"data\":[{\"embedding\":\"%\"}]}"),
        Arguments.of(Operation.BATCH_EMBED_CONTENTS, "{\"embeddings\":[{}]}"),
        Arguments.of(Operation.COHERE_EMBED, "{\"embeddings\":{}}"),
        Arguments.of(Operation.EMBEDDINGS, "["));
  }

  private void begin(String type) {
    pipe.start(
        new Head(200, Map.of("content-type", type)),
        -1,
        new AttemptHistory("p/m", 1, List.of(), Duration.ZERO));
  }

  private Answer answer(Operation operation) throws InterruptedException {
    return new Answer(
        operation, new AnswerContent(pipe, left::incrementAndGet, memory), pipe.awaitStart());
  }
}
