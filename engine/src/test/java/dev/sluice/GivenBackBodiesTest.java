package dev.sluice;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.call.request.Operation;
import java.io.OutputStream;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// A stream's request has its part of the memory budget until its answer begins, over sockets.
@Timeout(60)
class GivenBackBodiesTest {
  private static final int PROMPT = 100_000;

  /// What a stream may have of the memory for requests beside them.
  private static final int LITTLE = 20_000;

  private final CountDownLatch asked = new CountDownLatch(1);
  private final CountDownLatch begins = new CountDownLatch(1);
  private final CountDownLatch goesOn = new CountDownLatch(1);

  private FakeUpstream upstream() throws Exception {
    return new FakeUpstream(
        exchange -> {
          asked.countDown();
          begins.await();
          OutputStream out = FakeUpstream.stream(exchange);
          FakeUpstream.say(out, "Hel");
          goesOn.await();
          FakeUpstream.say(out, "lo");
          FakeUpstream.finish(out);
        });
  }

  private static Request stream(Operation operation) {
    return Request.of(
        operation,
        "{\"model\":\"m\",\"max_tokens\":9,\"stream\":true,"
            + "\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}"
                .formatted("x".repeat(PROMPT)));
  }

  private static List<String> said(Gateway gateway, Request request) {
    try (Answer answer = gateway.call(request)) {
      return answer.text().toList();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"CHAT", "MESSAGES"})
  void a_long_prompt_is_given_back_when_its_answer_begins(Operation operation) throws Exception {
    try (var upstream = upstream();
        var gateway = Gateway.start(upstream.config())) {
      var said = CompletableFuture.supplyAsync(() -> said(gateway, stream(operation)));
      asked.await();
      assertThat(gateway.edge().memory().used()).isGreaterThan(PROMPT);
      begins.countDown();
      await().until(() -> gateway.edge().memory().used() < LITTLE);
      assertThat(gateway.edge().engine().running()).isOne();
      goesOn.countDown();
      assertThat(said.join()).containsExactly("Hel", "lo");
      assertThat(upstream.received().getFirst().body()).contains("x".repeat(PROMPT));
    }
  }
}
