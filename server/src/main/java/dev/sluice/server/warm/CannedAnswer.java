package dev.sluice.server.warm;

import java.util.List;
import java.util.Locale;

/// The canned answers of the fake provider.
enum CannedAnswer {
  WHOLE(
      message(
          "200 OK",
          """
          {"id":"chatcmpl-1","object":"chat.completion","created":1700000000,"model":"warm",\
          "choices":[{"index":0,"message":{"role":"assistant","content":"%s"},\
          "finish_reason":"stop"}],\
          "usage":{"prompt_tokens":200,"completion_tokens":100,"total_tokens":300}}\
          """
              .formatted("Water finds its level. ".repeat(30)))),
  STREAM(stream()),
  /// An error that is not of the kind after which calls wait for the provider; its answer asks to
  /// end the connection.
  ERROR(
      message(
          "500 Internal Server Error\r\nconnection: close",
          """
          {"error":{"message":"out of order","type":"server_error","param":null,"code":null}}\
          """)),
  /// No answer: the connection ends instead.
  NONE("");

  private static final String NO_MODELS = message("200 OK", "{\"object\":\"list\",\"data\":[]}");

  private static final List<CannedAnswer> ALL = List.of(values());

  private final String wire;
  private final String requestLine;

  CannedAnswer(String wire) {
    this.wire = wire;
    this.requestLine = "POST /" + path() + "/";
  }

  /// The part of a path that asks for this answer.
  String path() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The answer to a request that begins with `head`; none to a connection that has ended.
  static byte[] to(String head) {
    for (CannedAnswer answer : ALL) {
      if (head.startsWith(answer.requestLine)) {
        return Wire.bytes(answer.wire);
      }
    }
    return Wire.bytes(head.isEmpty() ? NONE.wire : NO_MODELS);
  }

  private static String message(String status, String body) {
    return """
    HTTP/1.1 %s\r
    content-type: application/json\r
    content-length: %s\r
    \r
    %s\
    """
        .formatted(status, body.length(), body);
  }

  private static String stream() {
    String event =
        """
        data: {"id":"chatcmpl-1","object":"chat.completion.chunk","created":1700000000,\
        "model":"warm","choices":[{"index":0,"delta":{%s},"finish_reason":%s}]}

        """;
    String text = chunk(event.formatted("\"content\":\" water\"", "null"));
    String last = chunk(event.formatted("", "\"stop\"") + "data: [DONE]\n\n");
    String head =
        """
        HTTP/1.1 200 OK\r
        content-type: text/event-stream\r
        transfer-encoding: chunked\r
        \r
        """;
    return head + text.repeat(8) + last + "0\r\n\r\n";
  }

  private static String chunk(String text) {
    return Integer.toHexString(text.length()) + "\r\n" + text + "\r\n";
  }
}
