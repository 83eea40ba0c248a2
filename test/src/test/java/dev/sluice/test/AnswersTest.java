package dev.sluice.test;

import static dev.sluice.test.Http.chat;
import static dev.sluice.test.Http.post;
import static dev.sluice.test.Http.texts;
import static dev.sluice.test.Llm.improvised;
import static dev.sluice.test.Llm.text;
import static dev.sluice.test.Llm.toolCall;
import static dev.sluice.test.Llm.vectors;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What is scripted comes in the form of each dialect, as a whole and as a stream.
class AnswersTest {
  @RegisterExtension static final LlmExtension llm = LlmExtension.create();

  private static final String MESSAGES =
      "{\"model\":\"claude-x\",\"max_tokens\":9,\"stream\":%s,"
          + "\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}";
  private static final String GEMINI =
      "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"Hi\"}]}]}";

  private static JsonNode json(String path, String body) throws Exception {
    HttpResponse<String> answer = post(llm.url() + path, body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return SentBody.JSON.readTree(answer.body());
  }

  private static String stream(String path, String body) throws Exception {
    HttpResponse<String> answer = post(llm.url() + path, body);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return answer.body();
  }

  private static String gemini(String verb) {
    return "/v1beta/models/gemini-x:" + verb;
  }

  @Test
  void one_text_is_the_answer_in_each_dialect() throws Exception {
    llm.alwaysAnswers("It is \"Paris\",\nsays 水 🌊.");
    String said = "It is \"Paris\",\nsays 水 🌊.";
    assertThat(
            json("/v1/chat/completions", chat("m", "Hi", false))
                .at("/choices/0/message/content")
                .asText())
        .isEqualTo(said);
    assertThat(
            json("/v1/completions", "{\"model\":\"m\",\"prompt\":\"Hi\"}")
                .at("/choices/0/text")
                .asText())
        .isEqualTo(said);
    assertThat(
            json("/v1/responses", "{\"model\":\"m\",\"input\":\"Hi\"}")
                .at("/output/0/content/0/text")
                .asText())
        .isEqualTo(said);
    assertThat(json("/v1/messages", MESSAGES.formatted(false)).at("/content/0/text").asText())
        .isEqualTo(said);
    assertThat(
            json(gemini("generateContent"), GEMINI)
                .at("/candidates/0/content/parts/0/text")
                .asText())
        .isEqualTo(said);
  }

  @Test
  void one_text_comes_in_its_chunks_in_each_dialect() throws Exception {
    llm.alwaysAnswers(text("abcdefgh").chunks(4));
    String chat = stream("/v1/chat/completions", chat("m", "Hi", true));
    assertThat(chat).contains("\"ab\"", "\"cd\"", "\"ef\"", "\"gh\"").endsWith("data: [DONE]\n\n");
    assertThat(texts(chat, "content")).isEqualTo("abcdefgh");
    String completions =
        stream("/v1/completions", "{\"model\":\"m\",\"prompt\":\"Hi\",\"stream\":true}");
    assertThat(texts(completions, "text")).isEqualTo("abcdefgh");
    String responses =
        stream("/v1/responses", "{\"model\":\"m\",\"input\":\"Hi\",\"stream\":true}");
    assertThat(texts(responses, "delta")).isEqualTo("abcdefgh");
    assertThat(responses).contains("response.completed");
    String messages = stream("/v1/messages", MESSAGES.formatted(true));
    assertThat(texts(messages, "text")).isEqualTo("abcdefgh");
    assertThat(messages).contains("message_stop");
    String gemini = stream(gemini("streamGenerateContent?alt=sse"), GEMINI);
    assertThat(texts(gemini, "text")).isEqualTo("abcdefgh");
  }

  @Test
  void a_text_and_a_tool_call_come_in_one_answer() throws Exception {
    llm.alwaysAnswers(text("Let me see.").toolCall("weather", "{\"city\":\"Paris\"}"));
    JsonNode chat = json("/v1/chat/completions", chat("m", "Hi", false)).at("/choices/0");
    assertThat(chat.at("/message/content").asText()).isEqualTo("Let me see.");
    assertThat(chat.at("/message/tool_calls/0/function/name").asText()).isEqualTo("weather");
    assertThat(chat.at("/finish_reason").asText()).isEqualTo("tool_calls");
    JsonNode response = json("/v1/responses", "{\"model\":\"m\",\"input\":\"Hi\"}");
    assertThat(response.at("/output/0/content/0/text").asText()).isEqualTo("Let me see.");
    assertThat(response.at("/output/1/arguments").asText()).isEqualTo("{\"city\":\"Paris\"}");
    JsonNode messages = json("/v1/messages", MESSAGES.formatted(false));
    assertThat(messages.at("/content/0/text").asText()).isEqualTo("Let me see.");
    assertThat(messages.at("/content/1/input/city").asText()).isEqualTo("Paris");
    assertThat(messages.at("/stop_reason").asText()).isEqualTo("tool_use");
    JsonNode gemini = json(gemini("generateContent"), GEMINI).at("/candidates/0/content/parts");
    assertThat(gemini.at("/0/text").asText()).isEqualTo("Let me see.");
    assertThat(gemini.at("/1/functionCall/args/city").asText()).isEqualTo("Paris");
  }

  @Test
  void a_text_and_two_tool_calls_come_in_one_stream() throws Exception {
    llm.alwaysAnswers(text("See").toolCall("a", "{\"x\":1}").toolCall("b", "{}"));
    String chat = stream("/v1/chat/completions", chat("m", "Hi", true));
    assertThat(texts(chat, "content")).isEqualTo("See");
    assertThat(texts(chat, "arguments")).isEqualTo("{\\\"x\\\":1}{}");
    assertThat(texts(chat, "finish_reason")).isEqualTo("tool_calls");
    String messages = stream("/v1/messages", MESSAGES.formatted(true));
    assertThat(texts(messages, "partial_json")).isEqualTo("{\\\"x\\\":1}{}");
    String gemini = stream(gemini("streamGenerateContent?alt=sse"), GEMINI);
    assertThat(gemini).contains("\"args\":{\"x\":1}");
  }

  @Test
  void an_answer_tells_the_usage_and_the_end_that_are_scripted() throws Exception {
    llm.alwaysAnswers(text("Par").usage(1200, 340).truncated());
    JsonNode chat = json("/v1/chat/completions", chat("m", "Hi", false));
    assertThat(chat.at("/usage/prompt_tokens").asInt()).isEqualTo(1200);
    assertThat(chat.at("/usage/completion_tokens").asInt()).isEqualTo(340);
    assertThat(chat.at("/choices/0/finish_reason").asText()).isEqualTo("length");
    JsonNode messages = json("/v1/messages", MESSAGES.formatted(false));
    assertThat(messages.at("/usage/input_tokens").asInt()).isEqualTo(1200);
    assertThat(messages.at("/usage/output_tokens").asInt()).isEqualTo(340);
    assertThat(messages.at("/stop_reason").asText()).isEqualTo("max_tokens");
    JsonNode response = json("/v1/responses", "{\"model\":\"m\",\"input\":\"Hi\"}");
    assertThat(response.at("/usage/input_tokens").asInt()).isEqualTo(1200);
    assertThat(response.at("/status").asText()).isEqualTo("incomplete");
    String gemini = stream(gemini("streamGenerateContent?alt=sse"), GEMINI);
    assertThat(gemini).contains("\"promptTokenCount\":1200,\"candidatesTokenCount\":340");
  }

  @Test
  void a_filtered_answer_and_one_without_usage_say_so() throws Exception {
    llm.answers(text("No.").filtered(), text("Yes.").withoutUsage().header("x-served-by", "a"));
    assertThat(json("/v1/chat/completions", chat("m", "Hi", false)).at("/choices/0/finish_reason"))
        .hasToString("\"content_filter\"");
    HttpResponse<String> second =
        post(llm.openAiUrl() + "/chat/completions", chat("m", "Hi", false));
    assertThat(second.body()).doesNotContain("usage");
    assertThat(second.headers().firstValue("x-served-by")).contains("a");
  }

  @Test
  void vectors_are_those_given_or_drawn_from_the_text() throws Exception {
    llm.answers(vectors(new float[] {0.5f, -3}, new float[] {1, 0}), vectors(4));
    String ask = "{\"model\":\"e\",\"input\":[\"a\",\"b\",\"a\"]}";
    JsonNode given = json("/v1/embeddings", ask).at("/data");
    assertThat(given.at("/0/embedding")).hasToString("[0.5,-3.0]");
    assertThat(given.at("/1/embedding/0").asDouble()).isEqualTo(1);
    JsonNode drawn = json("/v1/embeddings", ask).at("/data");
    assertThat(drawn.at("/0/embedding")).hasSize(4).isEqualTo(drawn.at("/2/embedding"));
    llm.answers(vectors(new float[] {2}));
    JsonNode gemini = json(gemini("embedContent"), "{\"content\":{\"parts\":[{\"text\":\"a\"}]}}");
    assertThat(gemini.at("/embedding/values/0").asDouble()).isEqualTo(2);
  }

  @Test
  void a_text_is_not_for_embeddings_and_vectors_are_not_for_chats() throws Exception {
    llm.answers(vectors(3));
    llm.answers("Hello");
    assertThat(
            json("/v1/chat/completions", chat("m", "Hi", false))
                .at("/choices/0/message/content")
                .asText())
        .isEqualTo("Hello");
    assertThat(json("/v1/embeddings", "{\"model\":\"e\",\"input\":\"a\"}").at("/data/0/embedding"))
        .hasSize(3);
  }

  @Test
  void lists_of_models_moderations_and_counts_need_no_script() throws Exception {
    HttpRequest list = HttpRequest.newBuilder(URI.create(llm.openAiUrl() + "/models")).build();
    HttpResponse<String> models = Http.CLIENT.send(list, BodyHandlers.ofString());
    assertThat(models.body()).contains("gpt-5-mini");
    assertThat(
            json("/v1/moderations", "{\"model\":\"o\",\"input\":\"violence\"}")
                .at("/results/0/flagged")
                .asBoolean())
        .isTrue();
    assertThat(json("/v1/messages/count_tokens", MESSAGES.formatted(false)).at("/input_tokens"))
        .isNotNull();
    llm.sent().hasCount(2);
  }

  @Test
  void an_improvised_answer_fits_the_schema_of_the_request() throws Exception {
    llm.answers(improvised());
    String ask =
        """
        {"model":"m","messages":[{"role":"user","content":"Hi"}],
         "response_format":{"type":"json_schema","json_schema":{"name":"a","schema":
          {"type":"object","properties":{"city":{"type":"string","enum":["Paris"]}}}}}}
        """;
    JsonNode answer = json("/v1/chat/completions", ask);
    assertThat(answer.at("/choices/0/message/content").asText()).isEqualTo("{\"city\":\"Paris\"}");
  }

  @Test
  void what_a_provider_would_refuse_is_refused_and_uses_no_answer() throws Exception {
    llm.answers("Paris");
    HttpResponse<String> refused =
        post(llm.openAiUrl() + "/chat/completions", "{\"model\":\"m\",\"messages\":[]}");
    assertThat(refused.statusCode()).isEqualTo(400);
    assertThat(refused.body()).contains("empty array");
    assertThat(json("/v1/chat/completions", chat("m", "Hi", false)).toString()).contains("Paris");
  }

  @Test
  void wrong_scripts_are_refused_at_once() {
    assertThatThrownBy(() -> toolCall("weather", "[1]"))
        .hasMessage(
            "the arguments of tool call `weather` are [1]; give a JSON object, such as"
                + " {\"city\":\"Paris\"}");
    assertThatThrownBy(() -> text("a").chunks(0))
        .hasMessage("a text has 0 chunks; it must have 1 or more");
    assertThatThrownBy(() -> text("a").fault("reset-aftr=1"))
        .hasMessage("`reset-aftr=1` must be the name of a fault (did you mean reset-after?)");
    assertThatThrownBy(() -> Llm.status(200))
        .hasMessage("the status of a failure is 200; it must be from 400 to 599");
  }
}
