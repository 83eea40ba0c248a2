package dev.sluice.it.gateway;

import java.util.List;

/// A right answer in Anthropic's dialect, streamed and whole: thinking with its signature, a text
/// with characters of several bytes, and two calls of tools.
final class MessagesText {
  static final String STOP = event("message_stop", "");

  /// All events, in their order.
  static final List<String> EVENTS =
      List.of(
          event(
              "message_start",
              ",\"message\":{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\","
                  + "\"model\":\"claude\",\"content\":[],\"stop_reason\":null,"
                  + "\"stop_sequence\":null,\"usage\":{\"input_tokens\":12,\"output_tokens\":1}}"),
          event("ping", ""),
          open(0, "{\"type\":\"thinking\",\"thinking\":\"\",\"signature\":\"\"}"),
          delta(0, "{\"type\":\"thinking_delta\",\"thinking\":\"hm\"}"),
          delta(0, "{\"type\":\"signature_delta\",\"signature\":\"c2VhbGVk\"}"),
          close(0),
          open(1, "{\"type\":\"text\",\"text\":\"\"}"),
          delta(1, "{\"type\":\"text_delta\",\"text\":\"Größe \"}"),
          delta(1, "{\"type\":\"text_delta\",\"text\":\"\uD83D\uDE80\"}"),
          close(1),
          open(2, "{\"type\":\"tool_use\",\"id\":\"toolu_1\",\"name\":\"get\",\"input\":{}}"),
          delta(2, "{\"type\":\"input_json_delta\",\"partial_json\":\"{\\\"q\\\":\"}"),
          delta(2, "{\"type\":\"input_json_delta\",\"partial_json\":\"1.0}\"}"),
          close(2),
          open(3, "{\"type\":\"tool_use\",\"id\":\"toolu_2\",\"name\":\"put\",\"input\":{}}"),
          delta(3, "{\"type\":\"input_json_delta\",\"partial_json\":\"{}\"}"),
          close(3),
          event(
              "message_delta",
              ",\"delta\":{\"stop_reason\":\"tool_use\",\"stop_sequence\":null},"
                  + "\"usage\":{\"output_tokens\":9}"),
          STOP);

  /// How many of them come before the model has said anything.
  static final int OPENING = 3;

  /// The place of `message_delta`.
  static final int STOPPING = EVENTS.size() - 2;

  static final String STREAM = String.join("", EVENTS);

  static final String WHOLE =
      "{\"id\":\"msg_1\",\"type\":\"message\",\"role\":\"assistant\",\"model\":\"claude\","
          + "\"content\":[{\"type\":\"thinking\",\"thinking\":\"hm\",\"signature\":\"c2VhbGVk\"},"
          + "{\"type\":\"text\",\"text\":\"Größe \uD83D\uDE80\"},"
          + "{\"type\":\"tool_use\",\"id\":\"toolu_1\",\"name\":\"get\",\"input\":{\"q\": 1.0}},"
          + "{\"type\":\"tool_use\",\"id\":\"toolu_2\",\"name\":\"put\",\"input\":{}}],"
          + "\"stop_reason\":\"tool_use\",\"stop_sequence\":null,"
          + "\"usage\":{\"input_tokens\":12,\"output_tokens\":9}}";

  private MessagesText() {}

  static String event(String type, String more) {
    return "event: %s\ndata: {\"type\":\"%s\"%s}\n\n".formatted(type, type, more);
  }

  static String open(int index, String block) {
    return event("content_block_start", ",\"index\":" + index + ",\"content_block\":" + block);
  }

  static String delta(int index, String delta) {
    return event("content_block_delta", ",\"index\":" + index + ",\"delta\":" + delta);
  }

  static String close(int index) {
    return event("content_block_stop", ",\"index\":" + index);
  }

  /// An error as the body of an answer.
  static String error(String type, String message) {
    return "{\"type\":\"error\",\"error\":{\"type\":\"%s\",\"message\":\"%s\"},\"request_id\":\"req_1\"}"
        .formatted(type, message);
  }

  /// An error as an event.
  static String errorEvent(String type, String message) {
    return "event: error\ndata: " + error(type, message) + "\n\n";
  }
}
