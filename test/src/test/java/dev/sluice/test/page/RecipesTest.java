package dev.sluice.test.page;

import static dev.sluice.test.Llm.*;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.openai.errors.OpenAIException;
import dev.sluice.Answer;
import dev.sluice.Gateway;
import dev.sluice.Request;
import dev.sluice.call.request.Operation;
import dev.sluice.test.LlmExtension;
import dev.sluice.test.LlmProvider;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/// The recipes of docs/testing.md, which has the bodies of these tests.
class RecipesTest {
  @RegisterExtension static final LlmExtension llm = LlmExtension.create();

  private final Capitals capitals = new Capitals(llm.openAiUrl());

  @AfterEach
  void close() {
    capitals.close();
  }

  @Test
  void scripts() {
    llm.answers("Paris", "London");
    llm.answers(text("It rains.").chunks(3), toolCall("weather", "{\"city\":\"Paris\"}"));
    llm.fails(rateLimited().retryAfter(Duration.ofSeconds(2)), overloaded());
    llm.alwaysAnswers("I do not know.");
    llm.when(model("gpt-5").and(mentions("weather"))).alwaysAnswers("It rains.");
    llm.answersWith(call -> text("You said: " + call.lastMessage()));
  }

  @Test
  void retry_after() {
    llm.fails(rateLimited().retryAfter(Duration.ofMillis(200)));
    llm.answers("Paris");
    assertEquals("Paris", capitals.of("France"));
    llm.sent().hasCount(2).last().cameAfter(Duration.ofMillis(200));
  }

  @Test
  void no_retry() {
    llm.fails(unauthorized());
    assertThrows(OpenAIException.class, () -> capitals.of("France"));
    llm.sent().hasCount(1);
  }

  @Test
  void cut() {
    llm.answers(text("Paris is a city.").chunks(4).cutAfter(2));
    List<String> told = new ArrayList<>();
    capitals.tell("France", told::add);
    assertEquals(List.of("Pari", "s is", "(incomplete)"), told);
  }

  @Test
  void deadline() {
    llm.goesSilent();
    Capitals hasty = new Capitals(llm.openAiUrl(), Duration.ofSeconds(2));
    assertThrows(OpenAIException.class, () -> hasty.of("France"));
    llm.sent().only().isAbandoned();
  }

  @Test
  void tool() {
    llm.answers(toolCall("Weather", "{\"city\":\"Paris\"}"), text("Take an umbrella."));
    assertEquals("Take an umbrella.", capitals.weather("Paris"));
    llm.sent().first().hasTool("Weather");
    llm.sent().last().hasMessage("tool", "rain for {\"city\":\"Paris\"}");
  }

  @Test
  void clock() {
    llm.clock().stop();
    llm.answers(text("Paris").firstTokenAfter(Duration.ofMinutes(10)));
    var answer = CompletableFuture.supplyAsync(() -> capitals.of("France"));
    llm.clock().advance(Duration.ofMinutes(10));
    assertEquals("Paris", answer.join());
  }

  @Test
  void gateway() throws Exception {
    Gateway gateway = llm.gateway().start();
    llm.fails(overloaded());
    llm.answers("Paris");
    String body = "{\"model\":\"gpt-5-mini\",\"messages\":[{\"role\":\"user\",\"content\":\"?\"}]}";
    try (Answer answer = gateway.call(Request.of(Operation.CHAT, body))) {
      assertEquals(2, answer.attempts());
    }
  }

  @Test
  void plain() throws Exception {
    try (LlmProvider provider = LlmProvider.start()) {
      provider.alwaysAnswers("Paris");
      String body =
          "{\"model\":\"claude-x\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"?\"}]}";
      HttpRequest request =
          HttpRequest.newBuilder(URI.create(provider.anthropicUrl() + "/v1/messages"))
              .POST(BodyPublishers.ofString(body))
              .build();
      HttpResponse<String> answer =
          HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
      assertEquals(200, answer.statusCode());
      provider.verify();
    }
  }
}
