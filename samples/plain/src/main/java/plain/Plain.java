package plain;

import dev.sluice.Answer;
import dev.sluice.CallFailedException;
import dev.sluice.Gateway;
import dev.sluice.Request;
import dev.sluice.call.request.Operation;
import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;

/// A call, a stream and embeddings.
public final class Plain {
  private static final String QUESTION =
      """
      {"model": "gpt-5-mini", "max_tokens": 12, "stream": %s,
       "messages": [{"role": "user", "content": "Name three rivers."}]}""";
  private static final String INPUTS =
      """
      {"model": "text-embedding-3-small", "input": ["Rhine", "Danube", "Elbe"]}""";

  public static void main(String[] args) throws Exception {
    try (Gateway gateway = Gateway.start(Path.of("sluice.yaml"))) {
      say(gateway.call(request(Operation.CHAT, QUESTION.formatted(false))));
      say(gateway.call(request(Operation.CHAT, QUESTION.formatted(true))));
      try (Answer answer = gateway.call(request(Operation.EMBEDDINGS, INPUTS))) {
        float[][] vectors = answer.embeddings();
        System.out.println(vectors.length + " vectors of " + vectors[0].length + " dimensions");
      }
    } catch (CallFailedException e) {
      System.out.println("No answer: " + e.failed());
    }
  }

  private static Request request(Operation operation, String body) {
    return Request.builder(operation).body(body).deadline(Duration.ofSeconds(30)).build();
  }

  private static void say(Answer answer) throws Exception {
    try (answer; Stream<String> text = answer.text()) {
      text.forEach(System.out::print);
      System.out.println(" (" + answer.target() + ", " + answer.usage().output() + " tokens)");
    }
  }
}
