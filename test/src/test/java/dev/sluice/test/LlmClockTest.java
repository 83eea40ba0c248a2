package dev.sluice.test;

import static dev.sluice.test.Http.chat;
import static dev.sluice.test.Llm.overloaded;
import static dev.sluice.test.Llm.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Delays end by the test's own time, so that no test waits for them.
class LlmClockTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @RegisterExtension static final LlmExtension llm = LlmExtension.create();

  private static String url() {
    return llm.openAiUrl() + "/chat/completions";
  }

  /// Reads lines up to one that holds this text, and returns them.
  private static String readTo(BufferedReader lines, String text) throws IOException {
    StringBuilder all = new StringBuilder();
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      all.append(line);
      if (line.contains(text)) {
        break;
      }
    }
    return all.toString();
  }

  @Test
  void chunks_come_when_the_test_lets_the_time_pass() throws Exception {
    llm.clock().stop();
    llm.answers(text("abcd").chunks(4).firstTokenAfter(MINUTE).chunksEvery(MINUTE));
    var answer =
        Http.CLIENT.send(Http.request(url(), chat("m", "Hi", true)), BodyHandlers.ofInputStream());
    try (var lines =
        new BufferedReader(new InputStreamReader(answer.body(), StandardCharsets.UTF_8))) {
      llm.clock().advance(MINUTE);
      assertThat(readTo(lines, "\"a\"")).contains("assistant").doesNotContain("\"b\"");
      llm.clock().advance(MINUTE.dividedBy(2));
      llm.clock().advance(MINUTE.dividedBy(2));
      assertThat(readTo(lines, "\"b\"")).contains("\"b\"");
      llm.clock().advance(MINUTE.multipliedBy(2));
      assertThat(readTo(lines, "[DONE]")).contains("\"c\"", "\"d\"", "[DONE]");
    }
  }

  @Test
  void failures_and_whole_answers_come_when_the_test_lets_the_time_pass() {
    llm.clock().stop();
    llm.fails(overloaded().after(MINUTE));
    CompletableFuture<HttpResponse<String>> failed = Http.start(url(), chat("m", "Hi", false));
    llm.clock().advance(MINUTE.minusNanos(1));
    assertThat(failed).isNotDone();
    llm.clock().advance(Duration.ofNanos(1));
    assertThat(failed.join().statusCode()).isEqualTo(503);
    llm.answers(text("abcd").chunks(4).chunksEvery(MINUTE));
    CompletableFuture<HttpResponse<String>> whole = Http.start(url(), chat("m", "Hi", false));
    llm.clock().advance(MINUTE.multipliedBy(3));
    assertThat(whole.join().statusCode()).isEqualTo(200);
  }

  @Test
  void the_time_goes_on_from_where_it_stood() {
    llm.clock().stop();
    llm.answers(text("late").firstTokenAfter(MINUTE));
    CompletableFuture<HttpResponse<String>> answer = Http.start(url(), chat("m", "Hi", false));
    llm.clock().advance(MINUTE.minusMillis(20));
    llm.clock().resume();
    assertThat(answer.join().statusCode()).isEqualTo(200);
  }

  @Test
  void an_advance_without_an_answer_that_waits_is_a_mistake() {
    assertThatThrownBy(() -> llm.clock().advance(MINUTE))
        .hasMessage("the time does not stand still: call stop() before");
    llm.clock().stop();
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> llm.clock().advance(MINUTE))
        .hasMessageStartingWith("no answer waits for the time");
    assertThat(Thread.interrupted()).isTrue();
  }
}
