package dev.sluice.test;

import static dev.sluice.test.Http.chat;
import static dev.sluice.test.Http.post;
import static dev.sluice.test.Http.texts;
import static dev.sluice.test.Llm.connectionClosed;
import static dev.sluice.test.Llm.connectionReset;
import static dev.sluice.test.Llm.contextTooLong;
import static dev.sluice.test.Llm.errorIn200;
import static dev.sluice.test.Llm.htmlPage;
import static dev.sluice.test.Llm.modelNotFound;
import static dev.sluice.test.Llm.overloaded;
import static dev.sluice.test.Llm.quotaExhausted;
import static dev.sluice.test.Llm.rateLimited;
import static dev.sluice.test.Llm.serverError;
import static dev.sluice.test.Llm.silenceAfterHead;
import static dev.sluice.test.Llm.status;
import static dev.sluice.test.Llm.text;
import static dev.sluice.test.Llm.unauthorized;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.ConnectException;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// Each failure and each fault, as a client meets it.
class FailuresTest {
  @RegisterExtension static final LlmExtension llm = LlmExtension.create();

  private static String chats() {
    return llm.openAiUrl() + "/chat/completions";
  }

  private static HttpResponse<String> whole() throws IOException, InterruptedException {
    return post(chats(), chat("m", "Hi", false));
  }

  private static HttpResponse<String> messages() throws IOException, InterruptedException {
    return post(
        llm.anthropicUrl() + "/v1/messages",
        "{\"model\":\"c\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}");
  }

  private static HttpResponse<String> gemini() throws IOException, InterruptedException {
    return post(
        llm.geminiUrl() + "/v1beta/models/g:generateContent",
        "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"Hi\"}]}]}");
  }

  /// What comes of a stream before it ends or breaks, and how it ends. Each part is taken as it
  /// comes: the client drops what nobody has read of a body when that breaks.
  private static String streamed() throws InterruptedException {
    var all = new ByteArrayOutputStream();
    String end = "end";
    try {
      var _ =
          Http.CLIENT.send(
              Http.request(chats(), chat("m", "Hi", true)),
              BodyHandlers.ofByteArrayConsumer(part -> part.ifPresent(all::writeBytes)));
    } catch (IOException e) {
      end = "broken";
    }
    return all.toString(StandardCharsets.UTF_8) + end;
  }

  @Test
  void a_rate_limit_has_the_hint_of_each_dialect() throws Exception {
    llm.alwaysFails(rateLimited().retryAfter(Duration.ofMillis(1500)));
    HttpResponse<String> chat = whole();
    assertThat(chat.statusCode()).isEqualTo(429);
    assertThat(chat.headers().firstValue("retry-after")).contains("2");
    assertThat(chat.headers().firstValue("retry-after-ms")).contains("1500");
    assertThat(chat.body()).contains("rate_limit_exceeded", "Please try again in 1.5s.");
    HttpResponse<String> anthropic = messages();
    assertThat(anthropic.statusCode()).isEqualTo(429);
    assertThat(anthropic.headers().firstValue("retry-after")).contains("2");
    assertThat(anthropic.headers().firstValue("retry-after-ms")).isEmpty();
    assertThat(anthropic.body()).contains("rate_limit_error");
    HttpResponse<String> gemini = gemini();
    assertThat(gemini.statusCode()).isEqualTo(429);
    assertThat(gemini.body()).contains("RESOURCE_EXHAUSTED", "\"retryDelay\":\"1.5s\"");
  }

  @Test
  void a_rate_limit_without_a_hint_has_none() throws Exception {
    llm.alwaysFails(rateLimited());
    assertThat(whole().headers().firstValue("retry-after")).isEmpty();
    assertThat(gemini().body()).doesNotContain("retryDelay");
  }

  @Test
  void an_overloaded_provider_and_an_empty_account_are_told_as_each_vendor_does() throws Exception {
    llm.answers(overloaded(), overloaded(), overloaded());
    assertThat(whole().statusCode()).isEqualTo(503);
    assertThat(messages().statusCode()).isEqualTo(529);
    assertThat(gemini().body()).contains("UNAVAILABLE");
    llm.answers(quotaExhausted(), quotaExhausted());
    assertThat(whole().body()).contains("insufficient_quota");
    assertThat(messages().statusCode()).isEqualTo(402);
  }

  @Test
  void errors_have_their_status_and_their_words() throws Exception {
    llm.fails(serverError(), unauthorized(), modelNotFound(), status(418, "I am a teapot"));
    assertThat(whole().statusCode()).isEqualTo(500);
    assertThat(whole().body()).contains("invalid_api_key");
    assertThat(whole().body()).contains("model_not_found", "`m`");
    HttpResponse<String> teapot = whole();
    assertThat(teapot.statusCode()).isEqualTo(418);
    assertThat(teapot.body()).contains("I am a teapot");
    llm.alwaysFails(contextTooLong());
    assertThat(whole().body()).contains("context_length_exceeded", "maximum context length");
    assertThat(messages().body()).contains("prompt is too long");
    assertThat(gemini().body()).contains("exceeds the maximum number of tokens allowed");
  }

  @Test
  void a_page_of_html_and_an_error_in_a_200_are_no_json_errors() throws Exception {
    llm.fails(htmlPage(502), errorIn200(), errorIn200());
    HttpResponse<String> html = whole();
    assertThat(html.statusCode()).isEqualTo(502);
    assertThat(html.body()).startsWith("<!DOCTYPE html>");
    HttpResponse<String> error = whole();
    assertThat(error.statusCode()).isEqualTo(200);
    assertThat(error.body()).startsWith("{\"error\":");
    assertThat(streamed()).startsWith("data: {\"error\":").endsWith("end");
  }

  @Test
  void silence_lasts_until_the_client_leaves() {
    llm.goesSilent();
    var answer = Http.start(chats(), chat("m", "Hi", false));
    llm.sent().await(1);
    assertThat(answer).isNotDone();
    answer.cancel(true);
    llm.sent().only().isAbandoned();
  }

  @Test
  void silence_behind_the_head_of_a_stream_lasts_until_the_client_leaves() throws Exception {
    llm.fails(silenceAfterHead());
    var answer =
        Http.CLIENT.send(
            Http.request(chats(), chat("m", "Hi", true)), BodyHandlers.ofInputStream());
    assertThat(answer.statusCode()).isEqualTo(200);
    answer.body().close();
    llm.sent().only().isAbandoned();
  }

  @Test
  void connections_break_before_an_answer() {
    llm.fails(connectionReset(), connectionClosed());
    assertThatThrownBy(FailuresTest::whole).isInstanceOf(IOException.class);
    assertThatThrownBy(FailuresTest::whole).isInstanceOf(IOException.class);
    llm.resetsConnection();
    assertThatThrownBy(FailuresTest::whole).isInstanceOf(IOException.class);
  }

  @Test
  void connections_are_refused_and_accepted_again() throws Exception {
    String url = chats();
    llm.refusesConnections();
    assertThatThrownBy(() -> post(url, chat("m", "Hi", false))).isInstanceOf(IOException.class);
    // The client may have kept another connection.
    await()
        .untilAsserted(
            () ->
                assertThatThrownBy(() -> post(url, chat("m", "Hi", false)))
                    .isInstanceOf(ConnectException.class));
    llm.acceptsConnections();
    llm.answers("Paris");
    assertThat(post(url, chat("m", "Hi", false)).statusCode()).isEqualTo(200);
  }

  @Test
  void a_stream_breaks_off_after_so_many_chunks() throws Exception {
    llm.answers(text("abcdef").chunks(3).cutAfter(2), text("abcdef").chunks(3).closedAfter(1));
    String cut = streamed();
    assertThat(texts(cut, "content")).isEqualTo("abcd");
    assertThat(cut).endsWith("broken");
    String closed = streamed();
    assertThat(texts(closed, "content")).isEqualTo("ab");
    assertThat(closed).endsWith("broken");
    llm.cutsStreamAfter(3);
    assertThat(texts(streamed(), "content")).startsWith("one ").doesNotContain("five");
  }

  @Test
  void a_stream_ends_without_an_end_of_its_dialect() throws Exception {
    llm.answers(text("abcdef").chunks(3).unfinishedAfter(2));
    assertThat(streamed()).doesNotContain("[DONE]", "\"stop\"").endsWith("end");
  }

  @Test
  void a_stream_says_nothing_more_until_the_client_leaves() throws Exception {
    llm.answers(text("abcdef").chunks(3).silentAfter(1));
    var answer =
        Http.CLIENT.send(
            Http.request(chats(), chat("m", "Hi", true)), BodyHandlers.ofInputStream());
    String begun = new String(answer.body().readNBytes(400), StandardCharsets.UTF_8);
    assertThat(begun).startsWith("data: ");
    answer.body().close();
    llm.sent().only().isAbandoned();
  }

  @Test
  void an_error_and_broken_json_come_inside_a_stream() throws Exception {
    llm.answers(text("abcdef").chunks(3).errorAfter(2), text("abcdef").chunks(3).malformedAfter(1));
    String error = streamed();
    assertThat(texts(error, "content")).isEqualTo("abcd");
    assertThat(error).contains("data: {\"error\":").endsWith("end");
    String malformed = streamed();
    assertThat(texts(malformed, "content")).isEqualTo("abef");
    assertThat(malformed).contains("[DONE]");
  }

  @Test
  void chunks_count_alike_in_each_dialect() throws Exception {
    llm.alwaysAnswers(text("abcdef").chunks(3).unfinishedAfter(2));
    String responses =
        post(llm.openAiUrl() + "/responses", "{\"model\":\"m\",\"input\":\"Hi\",\"stream\":true}")
            .body();
    assertThat(texts(responses, "delta")).isEqualTo("abcd");
    String completions =
        post(llm.openAiUrl() + "/completions", "{\"model\":\"m\",\"prompt\":\"a\",\"stream\":true}")
            .body();
    assertThat(texts(completions, "text")).isEqualTo("abcd");
    String messages =
        post(
                llm.anthropicUrl() + "/v1/messages",
                "{\"model\":\"c\",\"max_tokens\":9,\"stream\":true,"
                    + "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}")
            .body();
    assertThat(texts(messages, "text")).isEqualTo("abcd");
    String gemini =
        post(
                llm.geminiUrl() + "/v1beta/models/g:streamGenerateContent?alt=sse",
                "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"Hi\"}]}]}")
            .body();
    assertThat(texts(gemini, "text")).isEqualTo("abcd");
  }

  @Test
  void any_fault_of_the_simulator_can_be_had_by_its_name() throws Exception {
    llm.answers(text("abc").fault("gzip"), text("abc").fault("wrong-count=1"));
    assertThat(whole().headers().firstValue("content-encoding")).contains("gzip");
    assertThat(texts(whole().body(), "content")).isEqualTo("abcabc");
  }

  @Test
  void a_whole_answer_breaks_off_in_its_middle() {
    llm.answers(text("abc").cutAfter(0));
    assertThatThrownBy(FailuresTest::whole).isInstanceOf(IOException.class);
  }
}
