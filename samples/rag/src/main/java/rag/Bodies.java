package rag;

import com.fasterxml.jackson.core.io.JsonStringEncoder;

/// Requests as OpenAI's API has them.
final class Bodies {
  private static final String EMBED =
      """
      {"model": "text-embedding-3-small", "input": ["%s"]}""";

  private static final String CHAT =
      """
      {"model": "%s", "stream": true, "max_tokens": 20, "messages": [
        {"role": "system", "content": "Answer from this: %s"}, {"role": "user", "content": "%s"}]}""";

  private Bodies() {}

  static String embed(String text) {
    return EMBED.formatted(quoted(text));
  }

  static String chat(String model, String source, String question) {
    return CHAT.formatted(quoted(model), quoted(source), quoted(question));
  }

  private static String quoted(String text) {
    return new String(JsonStringEncoder.getInstance().quoteAsString(text));
  }
}
