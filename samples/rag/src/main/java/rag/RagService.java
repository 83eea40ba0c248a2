package rag;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.sluice.Answer;
import dev.sluice.CallFailedException;
import dev.sluice.Gateway;
import dev.sluice.Request;
import dev.sluice.call.Failed;
import dev.sluice.call.request.Band;
import dev.sluice.call.request.Operation;
import java.io.IOException;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Answers questions from texts that it has learned.
final class RagService {
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  private static final String EMBED =
      "{\"model\": \"text-embedding-3-small\", \"input\": [\"%s\"]}";
  private static final String ASK =
      """
      {"model": "%s", "stream": true, "max_tokens": 20, "messages": [
        {"role": "system", "content": "Answer from this: %s"}, {"role": "user", "content": "%s"}]}""";

  private final Gateway gateway;
  private final Map<String, float[]> vectors = new ConcurrentHashMap<>();

  RagService(Gateway gateway) {
    this.gateway = gateway;
  }

  /// Embeds each text in a call of its own, all at once: batching makes few calls of them.
  void learn(List<String> texts) throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<float[]>> calls =
          texts.stream().<Callable<float[]>>map(text -> () -> embed(text)).toList();
      List<Future<float[]>> learned = threads.invokeAll(calls);
      for (int i = 0; i < texts.size(); i++) {
        vectors.put(texts.get(i), learned.get(i).get());
      }
    }
  }

  /// Streams the answer to a question, as `model` gives it.
  void ask(String model, String question, Consumer<String> out) throws Exception {
    float[] asked = embed(question);
    String source =
        vectors.keySet().stream()
            .max(Comparator.comparing(text -> product(vectors.get(text), asked)))
            .orElse("");
    Request request =
        Request.builder(Operation.CHAT)
            .body(ASK.formatted(model, quoted(source), quoted(question)))
            .deadline(PATIENCE)
            .priority(Band.INTERACTIVE)
            .build();
    try (Stream<String> answer = gateway.call(request).text()) {
      answer.forEach(out);
    } catch (CallFailedException e) {
      switch (e.failed()) {
        case Failed.Throttled(_, var hint, _) ->
            out.accept("Too many questions" + hint.map(h -> ": ask again in " + h).orElse("."));
        case Failed.Shed(_, _) -> out.accept("Too busy: " + e.getMessage());
        default -> throw e;
      }
    }
  }

  private float[] embed(String text) throws IOException, InterruptedException {
    String body = EMBED.formatted(quoted(text));
    try (Answer answer = gateway.call(Request.of(Operation.EMBEDDINGS, body).within(PATIENCE))) {
      return answer.embeddings()[0];
    }
  }

  private static String quoted(String text) {
    return new String(JsonStringEncoder.getInstance().quoteAsString(text));
  }

  private static float product(float[] one, float[] other) {
    float sum = 0;
    for (int i = 0; i < one.length; i++) {
      sum += one[i] * other[i];
    }
    return sum;
  }
}
