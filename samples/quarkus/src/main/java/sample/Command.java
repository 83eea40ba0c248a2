package sample;

import dev.sluice.Answer;
import dev.sluice.Gateway;
import dev.sluice.Request;
import dev.sluice.call.request.Operation;
import io.quarkus.runtime.QuarkusApplication;
import io.quarkus.runtime.annotations.QuarkusMain;
import jakarta.inject.Inject;

/// A command that asks a model through the gateway that is injected.
@QuarkusMain
public class Command implements QuarkusApplication {
  private static final String QUESTION =
      """
      {"model": "gpt-5-mini", "stream": true, "messages": [{"role": "user", "content": "What is a sluice?"}]}
      """;

  @Inject Gateway gateway;

  @Override
  public int run(String... args) throws InterruptedException {
    Request request = Request.builder(Operation.CHAT).body(QUESTION).build();
    try (Answer answer = gateway.call(request);
        var text = answer.text()) {
      System.out.println("status: " + answer.status());
      System.out.println("the answer came in several pieces: " + (text.count() > 1));
    }
    return 0;
  }
}
