package dev.sluice.provider.answer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Answered;
import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.Failed.BadAnswer;
import dev.sluice.call.Failed.Flaw;
import dev.sluice.call.Outcome;
import dev.sluice.call.request.Operation;
import dev.sluice.provider.ProviderCalls;
import dev.sluice.testing.LongForm;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// A client that asked for a whole answer, and a provider that was asked to stream it.
class AssembledAnswerTest {
  private static final String FOLDER = "/dev/sluice/provider/streams/";
  private static final UpstreamOptions STREAMED = new UpstreamOptions(true, true);
  private static final String CHUNK =
      "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Hi\"}}]}\n\n";
  private static final String FINISH =
      "data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n";
  private static final String DONE = "data: [DONE]\n\n";

  private static Exchange exchange(Operation operation) {
    String input =
        switch (operation) {
          case CHAT -> "messages";
          case COMPLETIONS -> "prompt";
          default -> "input";
        };
    String body = "{\"model\":\"m\",\"" + input + "\":[]}";
    Call call = ProviderCalls.of(operation, Unpooled.copiedBuffer(body, UTF_8), Map.of());
    return new Exchange(call, STREAMED).head(200, Exchange.EVENTS);
  }

  static List<String> streams() throws IOException, URISyntaxException {
    Path folder = Path.of(AssembledAnswerTest.class.getResource(FOLDER).toURI());
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(file -> file.endsWith(".sse"))
          .map(file -> file.substring(0, file.length() - 4))
          .filter(name -> passes(name))
          .sorted()
          .toList();
    }
  }

  private static boolean passes(String name) {
    return read(name + ".told").stripTrailing().endsWith("end")
        && !name.equals("openai-responses-client-fault");
  }

  private static String read(String file) {
    try (InputStream in = AssembledAnswerTest.class.getResourceAsStream(FOLDER + file)) {
      return new String(in.readAllBytes(), UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Operation operation(String name) {
    return name.contains("responses")
        ? Operation.RESPONSES
        : name.contains("completions") ? Operation.COMPLETIONS : Operation.CHAT;
  }

  @ParameterizedTest
  @MethodSource("streams")
  void is_the_whole_answer_of_the_provider_however_the_stream_is_cut(String name) {
    Object whole = Trees.read(read(name + ".whole"));
    String stream = read(name + ".sse");
    Random random = new Random(5);
    for (int round = 0; round < 50; round++) {
      Exchange exchange = exchange(operation(name));
      cut(exchange, stream, round == 0 ? stream.length() : 1 + random.nextInt(60), random);
      assertThat(exchange.end()).isEqualTo(new Answered());
      assertThat(Trees.read(exchange.sink.text())).isEqualTo(whole);
      assertThat(requireNonNull(exchange.sink.head).headers())
          .containsEntry("content-type", "application/json")
          .containsEntry("content-length", String.valueOf(exchange.sink.bytes.size()));
      List<String> told = read(name + ".told").lines().toList();
      assertThat(exchange.sink.told()).isEqualTo(told);
      assertThat(exchange.leaked()).isZero();
    }
  }

  @Test
  void any_answer_cut_into_any_deltas_comes_together_again() {
    for (int seed = 0; seed < LongForm.rounds(800, 3_000); seed++) {
      RandomAnswer answer = new RandomAnswer(seed);
      Exchange exchange = exchange(Operation.CHAT);
      Random random = new Random(seed);
      cut(exchange, answer.stream, 1 + random.nextInt(400), random);
      assertThat(exchange.end()).as("seed %s", seed).isEqualTo(new Answered());
      assertThat(Trees.read(exchange.sink.text()))
          .as("seed %s", seed)
          .isEqualTo(Trees.read(answer.whole));
      assertThat(exchange.leaked()).isZero();
    }
  }

  private static void cut(Exchange exchange, String stream, int most, Random random) {
    byte[] bytes = stream.getBytes(UTF_8);
    for (int from = 0; from < bytes.length; ) {
      int to = Math.min(bytes.length, from + 1 + random.nextInt(most));
      exchange.body(exchange.buffers.directBuffer().writeBytes(bytes, from, to - from)).flush();
      from = to;
    }
  }

  @Test
  void what_happens_is_told_as_it_happens_and_the_answer_at_the_end() {
    Exchange exchange = exchange(Operation.CHAT).read(CHUNK);
    assertThat(exchange.sink.told()).containsExactly("MEANINGFUL");
    assertThat(exchange.sink.head).isNull();
    assertThat(exchange.sink.usage().estimated()).isTrue();
    assertThat(exchange.sink.usage().output()).isEqualTo(1);
    exchange.read(FINISH + DONE);
    assertThat(exchange.sink.text()).isEmpty();
    assertThat(exchange.end()).isEqualTo(new Answered());
    assertThat(exchange.sink.text())
        .isEqualTo(
            "{\"choices\":[{\"index\":0,\"message\":{\"content\":\"Hi\"},"
                + "\"finish_reason\":\"stop\"}]}");
  }

  @Test
  void a_whole_answer_passes_as_it_is_although_a_stream_was_asked_for() {
    String whole = "{ \"choices\":[{\"message\":{\"content\":\"Hi\"}}]}";
    Call call = ProviderCalls.chat(false);
    Exchange exchange = new Exchange(call, STREAMED).head(200, Exchange.JSON).read(whole);
    assertThat(exchange.end()).isEqualTo(new Answered());
    assertThat(exchange.sink.text()).isEqualTo(whole);
  }

  @Test
  void an_error_inside_is_that_error() {
    Exchange exchange = exchange(Operation.CHAT).read(CHUNK);
    exchange.read("data: {\"error\":{\"code\":\"insufficient_quota\",\"message\":\"no\"}}\n\n");
    assertThat(exchange.end())
        .isEqualTo(new Failed.Exhausted(Failed.Scope.MODEL, 200, "insufficient_quota", "no"));
    assertThat(exchange.sink.text()).isEmpty();
    assertThat(exchange.leaked()).isZero();
  }

  @Test
  void a_response_that_failed_by_the_clients_own_fault_is_refused() {
    Exchange exchange = exchange(Operation.RESPONSES);
    exchange.read(read("openai-responses-client-fault.sse"));
    assertThat(exchange.end()).isInstanceOf(Failed.Refused.class);
    assertThat(exchange.sink.text()).isEmpty();
  }

  @Test
  void an_event_that_is_no_json_is_a_bad_answer() {
    Exchange exchange = exchange(Operation.CHAT).read(CHUNK + "data: {\"choices\":[\n\n" + FINISH);
    assertBad(exchange.end(), Flaw.MALFORMED);
    assertThat(exchange.leaked()).isZero();
  }

  @Test
  void a_text_that_is_no_utf8_is_a_bad_answer_and_half_a_surrogate_pair_is_none() {
    Exchange exchange = exchange(Operation.CHAT);
    byte[] spoilt = (CHUNK + FINISH + DONE).getBytes(UTF_8);
    spoilt[CHUNK.indexOf("Hi")] = (byte) 0xFF;
    exchange.body(exchange.buffers.directBuffer().writeBytes(spoilt));
    assertBad(exchange.end(), Flaw.MALFORMED);
    assertThat(exchange.leaked()).isZero();

    Exchange half = exchange(Operation.CHAT).read(CHUNK.replace("Hi", "\\ud83d") + FINISH + DONE);
    assertThat(half.end()).isEqualTo(new Answered());
    assertThat(half.sink.text()).contains("\\ud83d");
  }

  @Test
  void a_cut_stream_is_reported_as_cut() {
    assertBad(exchange(Operation.CHAT).read(CHUNK).end(), Flaw.TRUNCATED);
    assertBad(exchange(Operation.CHAT).read(": nothing\n\n" + DONE).end(), Flaw.TRUNCATED);
    Outcome broken = new BadAnswer(Flaw.TRUNCATED, "the connection broke in its middle");
    assertThat(exchange(Operation.CHAT).read(CHUNK + FINISH).ended(broken)).isEqualTo(broken);
  }

  @Test
  void an_answer_beyond_the_bound_is_too_large_and_nothing_of_it_is_kept() {
    Exchange exchange = exchange(Operation.CHAT);
    String large = CHUNK.replace("Hi", "x".repeat(1 << 20));
    for (int i = 0; i < 20 && exchange.feed.aborted == null; i++) {
      exchange.read(large);
    }
    assertBad(exchange.end(), Flaw.TOO_LARGE);
    assertThat(exchange.leaked()).isZero();
  }

  @ParameterizedTest
  @ValueSource(strings = {"-1", "65537", "2147483647", "99999999999999999999"})
  void a_choice_with_an_absurd_index_is_refused(String index) {
    Exchange exchange = exchange(Operation.CHAT);
    exchange.read(CHUNK.replace("\"index\":0", "\"index\":" + index));
    assertBad(exchange.end(), Flaw.MALFORMED);
    assertThat(exchange.leaked()).isZero();
  }

  private static void assertBad(Outcome outcome, Flaw flaw) {
    assertThat(outcome).isInstanceOf(BadAnswer.class);
    assertThat(((BadAnswer) outcome).flaw()).isEqualTo(flaw);
  }
}
