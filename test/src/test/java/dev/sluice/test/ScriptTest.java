package dev.sluice.test;

import static dev.sluice.test.Http.chat;
import static dev.sluice.test.Http.post;
import static dev.sluice.test.Http.texts;
import static dev.sluice.test.Llm.lastMessage;
import static dev.sluice.test.Llm.mentions;
import static dev.sluice.test.Llm.model;
import static dev.sluice.test.Llm.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.http.HttpResponse;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Which answer a call gets, and what becomes of calls without one. The provider is one without
/// JUnit.
class ScriptTest {
  private final LlmProvider llm = LlmProvider.start();

  @AfterEach
  void close() {
    llm.close();
  }

  private HttpResponse<String> ask(String model, String text) throws Exception {
    return post(llm.openAiUrl() + "/chat/completions", chat(model, text, false));
  }

  private String answer(String model, String text) throws Exception {
    return texts(ask(model, text).body(), "content");
  }

  @Test
  void answers_come_in_their_order_and_then_the_standing_one() throws Exception {
    llm.alwaysAnswers("always");
    llm.answers("first", "second");
    assertThat(answer("m", "Hi")).isEqualTo("first");
    assertThat(answer("m", "Hi")).isEqualTo("second");
    assertThat(answer("m", "Hi")).isEqualTo("always");
    assertThat(answer("m", "Hi")).isEqualTo("always");
    llm.verify();
    llm.verifyAllAnswersGiven();
  }

  @Test
  void what_has_a_condition_goes_first_and_the_newest_standing_one_wins() throws Exception {
    llm.alwaysAnswers("old");
    llm.alwaysAnswers("new");
    llm.when(model("x")).alwaysAnswers("x");
    llm.when(model("x").and(mentions("weather"))).answers("rain");
    assertThat(answer("x", "the weather?")).isEqualTo("rain");
    assertThat(answer("x", "the weather?")).isEqualTo("x");
    assertThat(answer("y", "the weather?")).isEqualTo("new");
    llm.when(lastMessage("Bye").negate()).alwaysAnswers("not yet");
    assertThat(answer("y", "Bye")).isEqualTo("new");
    assertThat(answer("y", "Hi")).isEqualTo("not yet");
  }

  @Test
  void a_function_answers_by_what_was_asked() throws Exception {
    llm.answersWith(call -> text("You said: " + call.lastMessage()));
    assertThat(answer("m", "Hi")).isEqualTo("You said: Hi");
  }

  @Test
  void a_function_that_throws_or_does_not_fit_fails_the_test() throws Exception {
    llm.answersWith(
        _ -> {
          throw new IllegalStateException("no idea");
        });
    assertThat(ask("m", "Hi").statusCode()).isEqualTo(400);
    assertThatThrownBy(llm::verify)
        .hasMessage(
            "the script for call 1: POST /v1/chat/completions, model m, last message \"Hi\" has"
                + " thrown java.lang.IllegalStateException: no idea");
    llm.reset();
    llm.answersWith(_ -> Llm.vectors(2));
    assertThat(ask("m", "Hi").statusCode()).isEqualTo(400);
    assertThatThrownBy(llm::verify)
        .hasMessage(
            "vectors of 2 dimensions was scripted for call 1: POST /v1/chat/completions, model m,"
                + " last message \"Hi\", which it does not fit");
  }

  @Test
  void a_call_without_an_answer_gets_an_error_that_is_not_repeated_and_fails_the_test()
      throws Exception {
    llm.when(model("x")).answers("Paris");
    HttpResponse<String> answer = ask("m", "Hi");
    assertThat(answer.statusCode()).isEqualTo(400);
    assertThat(answer.headers().firstValue("x-should-retry")).contains("false");
    assertThat(answer.body()).contains("sluice-test: no answer is scripted for this call.");
    assertThatThrownBy(llm::verify)
        .isInstanceOf(AssertionError.class)
        .message()
        .matches(
            """
            no answer was scripted for call 1: POST /v1/chat/completions, model m, last message "Hi"
              scripted for others: text "Paris", when model is x \\(ScriptTest.java:\\d+\\)
              remedy: script it, by answers\\(...\\) or alwaysAnswers\\(...\\); or allow it, by lenient\\(\\)""");
  }

  @Test
  void a_lenient_provider_lets_such_calls_be() throws Exception {
    llm.lenient();
    assertThat(ask("m", "Hi").statusCode()).isEqualTo(400);
    llm.verify();
  }

  @Test
  void a_path_that_no_provider_serves_fails_the_test() throws Exception {
    assertThat(post(llm.url() + "/v2/chats", "{}").statusCode()).isEqualTo(404);
    assertThatThrownBy(llm::verify)
        .hasMessage("no provider serves the path of call 1: POST /v2/chats");
  }

  @Test
  void answers_that_were_not_given_can_be_asked_for() throws Exception {
    llm.answers("one", "two");
    answer("m", "Hi");
    assertThatThrownBy(llm::verifyAllAnswersGiven)
        .message()
        .matches(
            """
            expected each answer to be given
             but these were not:
              text "two" \\(ScriptTest.java:\\d+\\)
            sent was call 1: POST /v1/chat/completions, model m, last message "Hi\"""");
  }
}
