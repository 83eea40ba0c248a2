package dev.sluice.server.warm;

import java.util.Arrays;
import java.util.Locale;

/// The answers of the fake provider.
enum Answer {
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
  /// Not of the kind after which calls wait for the provider.
  ERROR(
      message(
          "500 Internal Server Error",
          """
          {"error":{"message":"out of order","type":"server_error","param":null,"code":null}}\
          """)),
  /// The connection ends instead.
  NONE("");

  private static final byte[] NO_MODELS =
      Wire.bytes(message("200 OK", "{\"object\":\"list\",\"data\":[]}"));

  private final String wire;

  Answer(String wire) {
    this.wire = wire;
  }

  /// The part of a path that asks for it.
  String path() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// The answer to a request that begins with `requestLine`; none to a connection that has ended.
  static byte[] to(String requestLine) {
    if (requestLine.isEmpty()) {
      return new byte[0];
    }
    if (requestLine.startsWith("GET ")) {
      return NO_MODELS.clone();
    }
    return Arrays.stream(values())
        .filter(answer -> requestLine.startsWith("/" + answer.path() + "/", "POST ".length()))
        .map(answer -> Wire.bytes(answer.wire))
        .findFirst()
        .orElseThrow();
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
