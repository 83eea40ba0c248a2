package rag;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.sluice.Request;
import dev.sluice.call.request.Operation;

/// Requests as OpenAI's API has them.
final class Requests {
  private static final String EMBED =
      """
      {"model": "text-embedding-3-small", "input": ["%s"]}""";

  private static final String CHAT =
      """
      {"model": "%s", "stream": true, "max_tokens": 20, "messages": [
        {"role": "system", "content": "Answer from this: %s"}, {"role": "user", "content": "%s"}]}""";

  private Requests() {}

  static Request embed(String text) {
    return Request.of(Operation.EMBEDDINGS, EMBED.formatted(quoted(text)));
  }

  static Request.Builder chat(String model, String source, String question) {
    String body = CHAT.formatted(quoted(model), quoted(source), quoted(question));
    return Request.builder(Operation.CHAT).body(body);
  }

  private static String quoted(String text) {
    return new String(JsonStringEncoder.getInstance().quoteAsString(text));
  }
}
