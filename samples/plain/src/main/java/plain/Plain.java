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
  private static final String ASK =
      """
      {"model": "gpt-5-mini", "max_tokens": 12, "stream": %s,
       "messages": [{"role": "user", "content": "Name three rivers."}]}""";
  private static final String EMBED =
      """
      {"model": "text-embedding-3-small", "input": ["Rhine", "Danube", "Elbe"]}""";

  public static void main(String[] args) throws InterruptedException, java.io.IOException {
    try (Gateway gateway = Gateway.start(Path.of("sluice.yaml"))) {
      try (Answer answer = gateway.call(request(Operation.CHAT, ASK.formatted(false)))) {
        System.out.println(answer.status() + " " + answer.target() + ": " + answer.bytes().length);
      }
      try (Answer answer = gateway.call(request(Operation.CHAT, ASK.formatted(true)));
          Stream<String> text = answer.text()) {
        text.forEach(System.out::print);
        System.out.println("\n" + answer.usage());
      }
      try (Answer answer = gateway.call(request(Operation.EMBEDDINGS, EMBED))) {
        float[][] vectors = answer.embeddings();
        System.out.println(vectors.length + " vectors of " + vectors[0].length + " dimensions");
      }
    } catch (CallFailedException e) {
      System.out.println("no answer: " + e.failed());
    }
  }

  private static Request request(Operation operation, String body) {
    return Request.builder(operation).body(body).deadline(Duration.ofSeconds(30)).build();
  }
}
