package dev.sluice.provider.openai;

import dev.sluice.call.Usage;
import dev.sluice.provider.json.JsonKind;
import dev.sluice.provider.json.JsonWalker;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// What has been found in one event, or in one whole answer. Confined to the loop.
final class Findings implements JsonWalker.Listener<Finding> {
  private boolean content;
  private long contentBytes;
  private boolean noChoices;
  private boolean usageSaid;
  private String finish = "";
  private String type = "";

  /// As they were written; empty where there are none.
  private String error = "";

  private String code = "";
  private String message = "";

  private Optional<Usage> usage = Optional.empty();

  /// What is found in one whole answer.
  static Findings of(String body) {
    Findings findings = new Findings();
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    new JsonWalker<>(Finding.ANSWER, findings).feed(bytes, 0, bytes.length);
    return findings;
  }

  void clear() {
    content = false;
    contentBytes = 0;
    noChoices = false;
    usageSaid = false;
    finish = "";
    type = "";
    error = "";
    code = "";
    message = "";
    usage = Optional.empty();
  }

  @Override
  public void found(Finding what, JsonWalker<Finding> at) {
    if (at.kind() == JsonKind.NULL) {
      return;
    }
    switch (what) {
      case CONTENT -> content(at);
      case CHOICES -> noChoices = at.kind() == JsonKind.ARRAY && at.empty();
      case FINISH -> finish = at.text();
      case USAGE -> usage(at.raw());
      case ERROR -> error = at.raw();
      case TYPE -> type = at.text();
      case CODE -> code = at.raw();
      case MESSAGE -> message = at.raw();
    }
  }

  private void content(JsonWalker<Finding> at) {
    switch (at.kind()) {
      case STRING -> {
        contentBytes += at.length();
        content |= !at.empty();
      }
      case OBJECT, ARRAY -> content |= !at.empty();
      default -> {}
    }
  }

  private void usage(String raw) {
    usageSaid = true;
    usage = UsageReader.read(raw);
  }

  /// Whether the model has said something.
  boolean meaningful() {
    return content || type.endsWith(".done") || type.endsWith(".partial_image");
  }

  /// Roughly how many bytes of text the model has said.
  long contentBytes() {
    return contentBytes;
  }

  /// Whether the answer says that it is complete. One choice of several is enough: providers differ
  /// in how they end the others, and what is to be told apart is a cut.
  boolean terminated() {
    return endsResponse() || !finish.isEmpty();
  }

  /// Whether this is the last event of the Responses API, which has no other terminator.
  boolean endsResponse() {
    return switch (type) {
      case "response.completed", "response.incomplete", "response.failed" -> true;
      default -> false;
    };
  }

  /// Whether this is a chunk which tells the usage and is no part of any choice.
  boolean usageAlone() {
    return noChoices && usageSaid;
  }

  /// Whether this is how the Responses API ends an answer that failed. It is an end like others for
  /// the client, if the failure is the client's own.
  boolean failedResponse() {
    return type.equals("response.failed");
  }

  /// The usage reported, if it makes sense.
  Optional<Usage> usage() {
    return usage;
  }

  /// Whether an error object has been found already; there may be more to it, see [#error].
  boolean failed() {
    return !error.isEmpty();
  }

  /// The error inside, as the body of an error answer; empty when there is none.
  ///
  /// @param named whether the event is called `error`
  String error(boolean named) {
    if (!error.isEmpty()) {
      return "{\"error\":" + error + "}";
    }
    if (named || type.equals("error")) {
      return "{\"error\":{\"code\":" + orNull(code) + ",\"message\":" + orNull(message) + "}}";
    }
    return finish.equals("error") ? "{\"error\":{\"message\":\"finish reason: error\"}}" : "";
  }

  private static String orNull(String raw) {
    return raw.isEmpty() ? "null" : raw;
  }
}
