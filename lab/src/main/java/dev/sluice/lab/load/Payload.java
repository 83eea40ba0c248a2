package dev.sluice.lab.load;

import static java.nio.charset.StandardCharsets.UTF_8;

/// One call, ready for the wire.
///
/// @param host the `host` header
/// @param path where it goes
/// @param body a JSON object; [#NUMBER] in it stands for the number of the call, in as many digits
/// @param stream whether its answer is a stream, which must end with `[DONE]`
/// @param key the key that it shows; empty for none
public record Payload(String host, String path, String body, boolean stream, String key) {
  /// The position of the call's number, so that no two of them are the same.
  public static final String NUMBER = "<number>";

  /// Makes a call that shows no key.
  public Payload(String host, String path, String body, boolean stream) {
    this(host, path, body, stream, "");
  }

  /// Makes a chat call.
  public Payload(String host, String body, boolean stream) {
    this(host, "/v1/chat/completions", body, stream);
  }

  /// A chat call whose body has `size` bytes, or as few as it can.
  public static Payload chat(String host, String model, boolean stream, int size) {
    String start =
        "{\"model\":\"%s\",\"stream\":%s,\"messages\":[{\"role\":\"user\",\"content\":\""
            .formatted(model, stream);
    String end = "\"}]}";
    return new Payload(host, start + prose(size - start.length() - end.length()) + end, stream);
  }

  /// Returns this call with a key.
  public Payload with(String key) {
    return new Payload(host, path, body, stream, key);
  }

  /// Returns the whole HTTP request.
  public byte[] wire() {
    String head =
        """
        POST %s HTTP/1.1\r
        host: %s\r
        content-type: application/json\r
        accept: %s\r
        content-length: %d\r
        %s\r
        """
            .formatted(
                path,
                host,
                stream ? "text/event-stream" : "application/json",
                body.getBytes(UTF_8).length,
                key.isEmpty() ? "" : "authorization: Bearer " + key + "\r\n");
    return (head + body).getBytes(UTF_8);
  }

  /// Text with the marks that make a JSON scanner work: a quotation and a line break now and then.
  private static String prose(int length) {
    String sentence = "The lock keeper said \\\"wait\\\" and let the water rise.\\n";
    int whole = Math.max(0, length) / sentence.length();
    return sentence.repeat(whole) + "x".repeat(Math.max(0, length) - whole * sentence.length());
  }
}
