package dev.sluice.lab.load;

import static java.nio.charset.StandardCharsets.UTF_8;

/// One call, ready for the wire.
///
/// @param host the `host` header
/// @param body a JSON object
/// @param stream whether its answer is a stream, which must end with `[DONE]`
public record Payload(String host, String body, boolean stream) {

  /// A chat call whose body has `size` bytes, or as few as it can.
  public static Payload chat(String host, String model, boolean stream, int size) {
    String start =
        "{\"model\":\"%s\",\"stream\":%s,\"messages\":[{\"role\":\"user\",\"content\":\""
            .formatted(model, stream);
    String end = "\"}]}";
    return new Payload(host, start + prose(size - start.length() - end.length()) + end, stream);
  }

  /// The whole HTTP request.
  public byte[] wire() {
    String head =
        """
        POST /v1/chat/completions HTTP/1.1\r
        host: %s\r
        content-type: application/json\r
        accept: %s\r
        content-length: %d\r
        \r
        """
            .formatted(
                host,
                stream ? "text/event-stream" : "application/json",
                body.getBytes(UTF_8).length);
    return (head + body).getBytes(UTF_8);
  }

  /// Text with the marks that make a JSON scanner work: a quotation and a line break now and then.
  private static String prose(int length) {
    String sentence = "The lock keeper said \\\"wait\\\" and let the water rise.\\n";
    int whole = Math.max(0, length) / sentence.length();
    return sentence.repeat(whole) + "x".repeat(Math.max(0, length) - whole * sentence.length());
  }
}
