package dev.sluice.provider.error;

import dev.sluice.dialect.json.JsonKind;
import dev.sluice.dialect.json.JsonSelector;
import dev.sluice.dialect.json.JsonStrings;
import dev.sluice.dialect.json.JsonWalker;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The content of an error's body, in any of the providers' forms: OpenAI's and OpenRouter's
/// `{"error":{"message","type","code"}}`, Anthropic's, Google's with `status` and `details` (inside
/// an array on its OpenAI-compatible surface), Ollama's `{"error":"..."}`, and the flat forms of
/// Mistral, vLLM and FastAPI (`{"message","type","code"}`, `{"detail"}`).
///
/// Only these members are read: an error may repeat the request, and a client must not be able to
/// make its words look like the provider's.
final class ErrorContent {
  private static final int WORDS_MAX = 16;

  private enum Part {
    MESSAGE,
    WORD,
    DELAY
  }

  private static final JsonSelector<Part> SHAPE = shape();

  private final String text;
  private boolean json;
  private String message = "";
  private String delay = "";
  private final Set<String> words = new LinkedHashSet<>();

  private ErrorContent(String text) {
    this.text = text;
  }

  /// Reads an error's body; of several errors in an array, the first one that says something.
  public static ErrorContent read(String body) {
    List<ErrorContent> errors =
        ErrorArray.objects(body).stream().map(ErrorContent::readOne).toList();
    return errors.stream().filter(ErrorContent::says).findFirst().orElse(errors.getFirst());
  }

  private static ErrorContent readOne(String body) {
    ErrorContent read = new ErrorContent(body);
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    JsonWalker<Part> walker = new JsonWalker<>(SHAPE, read::found);
    walker.feed(bytes, 0, bytes.length);
    read.json = walker.complete();
    return read;
  }

  private boolean says() {
    return !message.isEmpty() || !words.isEmpty();
  }

  /// The body itself, without the array that it may have come in.
  public String text() {
    return text;
  }

  /// Whether the body is JSON.
  public boolean json() {
    return json;
  }

  /// The message for people; empty when the error has none.
  public String message() {
    return message;
  }

  /// The delay in Google's `RetryInfo`, such as `34.07s`; empty when there is none.
  String delay() {
    return delay;
  }

  /// The words for programs: code, type, status, reason, quota.
  public Set<String> words() {
    return words;
  }

  private void found(Part part, JsonWalker<Part> walker) {
    String text =
        walker.kind() == JsonKind.STRING ? JsonStrings.decode(walker.text()) : walker.raw();
    switch (walker.kind()) {
      case NULL, OBJECT, ARRAY, BOOLEAN -> {}
      case STRING, NUMBER -> say(part, text);
    }
  }

  private void say(Part part, String text) {
    switch (part) {
      case MESSAGE -> message = message.isEmpty() ? text : message;
      case DELAY -> delay = text;
      case WORD -> {
        if (words.size() < WORDS_MAX) {
          words.add(text);
        }
      }
    }
  }

  private static JsonSelector<Part> shape() {
    JsonSelector<Part> word = JsonSelector.kept(Part.WORD);
    JsonSelector<Part> message = JsonSelector.kept(Part.MESSAGE);
    JsonSelector<Part> violation = JsonSelector.object(Map.of("quotaId", word));
    JsonSelector<Part> detail =
        JsonSelector.object(
            Map.of(
                "reason", word,
                "retryDelay", JsonSelector.kept(Part.DELAY),
                "violations", JsonSelector.array(violation)));
    Map<String, JsonSelector<Part>> inside =
        Map.of(
            "message", message,
            "code", word,
            "type", word,
            "status", word,
            "details", JsonSelector.array(detail));
    return JsonSelector.object(
        Map.of(
            "error", JsonSelector.objectOrKept(Part.MESSAGE, inside),
            "message", message,
            "detail", message,
            "code", word,
            "type", word));
  }
}
