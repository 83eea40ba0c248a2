package dev.sluice.test;

import static dev.sluice.test.Http.chat;
import static dev.sluice.test.Http.post;
import static dev.sluice.test.Llm.model;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// What was sent can be read and asserted, and a failure shows it.
class SentCallsTest {
  @RegisterExtension final LlmExtension llm = LlmExtension.create();

  private static final String CHAT =
      """
      {"model":"gpt-x","temperature":0.2,"stream":true,
       "messages":[{"role":"system","content":"Be brief."},
        {"role":"user","content":[{"type":"text","text":"Weather in "},{"type":"text","text":"Paris?"}]}],
       "tools":[{"type":"function","function":{"name":"weather"}}]}
      """;

  @BeforeEach
  void answer() {
    llm.alwaysAnswers("ok");
    llm.when(Llm.api(LlmApi.EMBEDDINGS)).alwaysAnswers(Llm.vectors(2));
  }

  private SentCall sent(String path, String body, String... headers) throws Exception {
    int status = post(llm.url() + path, body, headers).statusCode();
    assertThat(status).isEqualTo(200);
    return llm.sent().last();
  }

  @Test
  void a_call_is_read_and_asserted() throws Exception {
    SentCall call = sent("/v1/chat/completions", CHAT, "x-team", "search");
    assertThat(call.model()).isEqualTo("gpt-x");
    assertThat(call.stream()).isTrue();
    assertThat(call.tools()).containsExactly("weather");
    assertThat(call.json("/temperature")).isEqualTo("0.2");
    assertThat(call.json("/nothing")).isNull();
    assertThat(call.header("X-Team")).isEqualTo("search");
    assertThat(call.messages())
        .containsExactly(
            new SentMessage("system", "Be brief."), new SentMessage("user", "Weather in Paris?"));
    llm.sent()
        .only()
        .hasApi(LlmApi.CHAT)
        .hasModel("gpt-x")
        .isStreamed()
        .mentions("Paris?")
        .doesNotMention("London")
        .hasMessage("system", "Be brief.")
        .hasTool("weather")
        .hasHeader("x-team", "search")
        .hasNoHeader("authorization")
        .hasJson("/messages/1/role", "user")
        .hasJson("/temperature", "0.2");
  }

  @Test
  void messages_are_read_in_each_dialect() throws Exception {
    assertThat(
            sent(
                    "/v1/messages",
                    """
                    {"model":"c","max_tokens":9,"system":[{"type":"text","text":"Be brief."}],
                     "messages":[{"role":"user","content":"Hi"},
                      {"role":"assistant","content":[{"type":"tool_use","id":"t","name":"w","input":{}}]},
                      {"role":"user","content":[{"type":"tool_result","tool_use_id":"t","content":"rain"}]}],
                     "tools":[{"name":"w","input_schema":{"type":"object"}}]}
                    """)
                .hasTool("w")
                .messages())
        .extracting(SentMessage::text)
        .containsExactly("Be brief.", "Hi", "", "rain");
    assertThat(
            sent(
                    "/v1/responses",
                    """
                    {"model":"m","instructions":"Be brief.","input":[
                     {"role":"user","content":[{"type":"input_text","text":"Hi"}]}]}
                    """)
                .messages())
        .containsExactly(new SentMessage("system", "Be brief."), new SentMessage("user", "Hi"));
    assertThat(
            sent(
                    "/v1beta/models/gemini-x:generateContent",
                    """
                    {"systemInstruction":{"parts":[{"text":"Be brief."}]},
                     "contents":[{"role":"user","parts":[{"text":"Hi"}]},
                      {"role":"model","parts":[{"text":"Hello"}]},
                      {"role":"user","parts":[{"text":"And?"}]}],
                     "tools":[{"functionDeclarations":[{"name":"w","description":"weather"}]}]}
                    """)
                .hasModel("gemini-x")
                .hasTool("w")
                .messages())
        .containsExactly(
            new SentMessage("system", "Be brief."),
            new SentMessage("user", "Hi"),
            new SentMessage("assistant", "Hello"),
            new SentMessage("user", "And?"));
    assertThat(sent("/v1/embeddings", "{\"model\":\"e\",\"input\":[\"a\",\"b\"]}").messages())
        .extracting(SentMessage::text)
        .containsExactly("a", "b");
    assertThat(sent("/v1/completions", "{\"model\":\"m\",\"prompt\":\"a\"}").lastMessage())
        .isEqualTo("a");
  }

  @Test
  void a_failed_assertion_shows_the_whole_call_without_its_keys() throws Exception {
    post(
        llm.openAiUrl() + "/chat/completions",
        "{\"model\":\"gpt-x\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]}",
        "authorization",
        "Bearer sk-real");
    assertThatThrownBy(() -> llm.sent().only().hasModel("gpt-y"))
        .isInstanceOf(AssertionError.class)
        .message()
        .startsWith(
            """
            expected call 1 to ask model "gpt-y"
             but was: "gpt-x"
            The call:
              POST /v1/chat/completions
            """)
        .contains("  authorization: ***\n")
        .doesNotContain("sk-real")
        .endsWith(
            "\n  {\n    \"model\" : \"gpt-x\",\n    \"messages\" : [ {\n      \"role\" : \"user\",\n"
                + "      \"content\" : \"Hi\"\n    } ]\n  }");
  }

  @Test
  void each_assertion_says_what_was_expected_and_what_was_found() throws Exception {
    SentCall call = sent("/v1/chat/completions", chat("gpt-x", "Hi", false), "x-team", "search");
    assertThatThrownBy(call::isStreamed)
        .hasMessageStartingWith("expected call 1 to ask for a stream\n but was: a whole answer");
    assertThatThrownBy(() -> call.mentions("Paris"))
        .hasMessageStartingWith(
            "expected call 1 to mention \"Paris\"\n but was: [SentMessage[role=user, text=Hi]]");
    assertThatThrownBy(() -> call.hasHeader("x-team", "ads"))
        .hasMessageStartingWith("expected call 1 to have header x-team: ads\n but was: \"search\"");
    assertThatThrownBy(() -> call.hasHeader("x-user", "me"))
        .hasMessageStartingWith(
            "expected call 1 to have header x-user: me\n but was: no such header");
    assertThatThrownBy(() -> call.hasJson("/temperature", "0.2"))
        .hasMessageStartingWith("expected call 1 to have 0.2 at /temperature\n but was: nothing");
    assertThatThrownBy(() -> call.hasTool("weather"))
        .hasMessageStartingWith("expected call 1 to offer tool \"weather\"\n but was: []");
    assertThatThrownBy(() -> call.hasApi(LlmApi.MESSAGES))
        .hasMessageStartingWith("expected call 1 to be made to MESSAGES\n but was: CHAT");
    assertThatThrownBy(() -> call.cameAfter(Duration.ofSeconds(2)))
        .hasMessageStartingWith(
            "expected call 1 to come 2000 ms after the one before it or later\n but was: 0 ms");
    assertThatThrownBy(call::isAbandoned)
        .hasMessageStartingWith(
            "expected call 1 to be abandoned by its client\n but was: it got its answer");
  }

  @Test
  void a_wrong_number_of_calls_shows_them_all() throws Exception {
    sent("/v1/chat/completions", chat("gpt-x", "Hi", true));
    sent("/v1/embeddings", "{\"model\":\"e\",\"input\":\"a\"}");
    assertThatThrownBy(() -> llm.sent().only())
        .hasMessage(
            """
            expected 1 call to have been sent
             but was: 2 calls
              call 1: POST /v1/chat/completions, model gpt-x, streamed, last message "Hi"
              call 2: POST /v1/embeddings, model e, last message "a\"""");
    assertThatThrownBy(() -> llm.sent().get(2)).hasMessageStartingWith("expected call 3 to have");
    assertThat(llm.sent().where(model("e"))).hasSize(1);
  }

  @Test
  void nothing_was_sent() {
    llm.sent().isEmpty();
    assertThatThrownBy(() -> llm.sent().last())
        .hasMessage("expected call 1 to have been sent\n but was: 0 calls");
  }

  @Test
  void calls_of_other_threads_are_awaited() {
    var answer = Http.start(llm.openAiUrl() + "/chat/completions", chat("m", "Hi", false));
    llm.sent().await(1).only().hasModel("m");
    assertThat(answer.join().statusCode()).isEqualTo(200);
  }
}
