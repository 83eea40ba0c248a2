package dev.sluice.lab.hostile;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.OutputStream;

/// Answers in Anthropic's dialect, so that calls of another one are translated: well, or with so
/// many MiB of ones, which nobody knows (`ones`) or which stand for the content (`content`).
final class SpokenMessages {
  private static final int MEGABYTE = 1 << 20;
  private static final String HEAD = "HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-type: ";

  private SpokenMessages() {}

  /// Answers one request for the model `messages-ok`, `messages-ones-8` or `messages-content-8`.
  ///
  /// @return whether the connection may be used again
  static boolean answer(HostileRequest request, OutputStream out) throws IOException {
    boolean unknown = request.model().contains("-ones-");
    boolean content = request.model().contains("-content-");
    String more = unknown ? ",\"zz\":" + ones(request.number()) : "";
    String said = content ? ones(request.number()) : "[{\"type\":\"text\",\"text\":\"Hello\"}]";
    out.write((request.stream() ? events(said) : whole(said, more)).getBytes(ISO_8859_1));
    return false;
  }

  private static String whole(String content, String more) {
    return """
        %sapplication/json\r
        \r
        {"id":"m","type":"message","role":"assistant","model":"m","content":%s,\
        "stop_reason":"end_turn","usage":{"input_tokens":1,"output_tokens":1}%s}"""
        .formatted(HEAD, content, more);
  }

  private static String events(String content) {
    return """
        %stext/event-stream\r
        \r
        data: {"type":"message_start","message":{"id":"m","model":"m","content":%s,\
        "usage":{"input_tokens":1}}}

        data: {"type":"message_delta","delta":{"stop_reason":"end_turn"},\
        "usage":{"output_tokens":1}}

        data: {"type":"message_stop"}

        """
        .formatted(HEAD, content);
  }

  private static String ones(int megabytes) {
    return "[" + "1,".repeat(megabytes * MEGABYTE / 2 - 1) + "1]";
  }
}
