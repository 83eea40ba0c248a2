package dev.sluice.it.gateway;

import dev.sluice.it.gateway.RawCall.Reply;
import java.io.IOException;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A client of one dialect, and how it is told that a call has failed.
enum FaultClient {
  CHAT("\\{\"error\":", "(?m)^data: \\{\"error\":", "[DONE]"),
  MESSAGES("\\{\"type\":\"error\",\"error\":", "(?m)^event: error$", "message_stop"),
  RESPONSES("\\{\"error\":", "(?m)^event: (response\\.failed|error)$", "response.completed"),
  GEMINI("\\[?\\{\"error\":", "(?m)^data: \\{\"error\":", "\"finishReason\"");

  private static final Pattern CODE =
      Pattern.compile("\\(([a-z_]+)\\)\"|\"(?:code|reason)\": ?\"([a-z_]+)\"");

  private final Pattern error;
  private final Pattern event;
  private final String end;

  /// @param error how an error's body begins
  /// @param event what of a stream says that it has failed
  /// @param end what of a stream says that it is complete
  FaultClient(String error, String event, String end) {
    this.error = Pattern.compile(error);
    this.event = Pattern.compile(event);
    this.end = end;
  }

  /// Its name in the configuration.
  String label() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// What the client makes of an answer, whatever its dialect.
  String told(Rig rig, String model, boolean stream) throws IOException {
    Reply reply = call(rig, model, stream);
    if (reply.status() != 200) {
      boolean own = error.matcher(reply.body()).lookingAt();
      String told = code(reply) + " " + reply.header("x-should-retry");
      return (own ? "refused " : "refused in another dialect ") + told;
    }
    if (event.matcher(reply.body()).find()) {
      return (reply.body().contains(end) ? "complete and cut " : "cut ") + code(reply);
    }
    return "answered " + reply.whole();
  }

  private Reply call(Rig rig, String model, boolean stream) throws IOException {
    String chat = RawCall.chat(model, stream);
    return switch (this) {
      case CHAT -> rig.call("/v1/chat/completions", chat);
      case MESSAGES ->
          rig.call("/v1/messages", chat.replace("{\"model\"", "{\"max_tokens\":9,\"model\""));
      case RESPONSES -> rig.call("/v1/responses", chat.replace("\"messages\"", "\"input\""));
      case GEMINI ->
          rig.call(
              "/v1beta/models/"
                  + model
                  + (stream ? ":streamGenerateContent?alt=sse" : ":generateContent"),
              "{\"contents\":[{\"role\":\"user\",\"parts\":[{\"text\":\"Hi\"}]}]}");
    };
  }

  private static String code(Reply reply) {
    Matcher code = CODE.matcher(reply.body());
    String last = "";
    while (code.find()) {
      last = code.group(1) == null ? code.group(2) : code.group(1);
    }
    return last;
  }
}
