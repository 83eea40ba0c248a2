package dev.sluice.test;

import static dev.sluice.test.Http.chat;
import static dev.sluice.test.Llm.model;
import static dev.sluice.test.Llm.rateLimited;
import static dev.sluice.test.Llm.serverError;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.Answer;
import dev.sluice.Gateway;
import dev.sluice.Request;
import dev.sluice.call.request.Operation;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// A gateway in this process, over faults that are scripted.
class LlmGatewayTest {
  @RegisterExtension static final LlmExtension llm = LlmExtension.create();

  private static String answer(Gateway gateway, String model) throws Exception {
    Request request = Request.of(Operation.CHAT, chat(model, "Hi", false));
    try (Answer answer = gateway.call(request)) {
      String body = new String(answer.body().readAllBytes(), StandardCharsets.UTF_8);
      return answer.target() + " " + answer.attempts() + " " + Http.texts(body, "content");
    }
  }

  @Test
  void it_repeats_what_fails() throws Exception {
    Gateway gateway = llm.gateway().start();
    llm.fails(serverError());
    llm.answers("Paris");
    assertThat(answer(gateway, "gpt-x")).isEqualTo("openai/* 2 Paris");
    llm.sent().hasCount(2);
  }

  @Test
  void it_waits_as_long_as_it_is_told() throws Exception {
    Gateway gateway = llm.gateway().start();
    llm.fails(rateLimited().retryAfter(Duration.ofMillis(50)));
    llm.answers("Paris");
    answer(gateway, "gpt-x");
    llm.sent().hasCount(2).last().cameAfter(Duration.ofMillis(50));
  }

  @Test
  void it_asks_each_provider_in_its_dialect() throws Exception {
    Gateway gateway = llm.gateway().start();
    llm.when(model("claude-x")).answers("Anthropic");
    llm.when(model("gemini-x")).answers("Gemini");
    assertThat(answer(gateway, "claude-x")).isEqualTo("anthropic/* 1 Anthropic");
    assertThat(answer(gateway, "gemini-x")).isEqualTo("gemini/* 1 Gemini");
    assertThat(llm.sent().all())
        .extracting(SentCall::api)
        .containsExactly(LlmApi.MESSAGES, LlmApi.GEMINI);
  }
}
