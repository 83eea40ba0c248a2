package dev.sluice.lab.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.SplittableRandom;

/// One call, ready for the wire.
///
/// @param host the `host` header
/// @param path where it goes
/// @param body a JSON object, or a form in parts; [#NUMBER] in it stands for the number of the
///   call, in as many digits
/// @param stream whether its answer is a stream, which must end with `[DONE]`
/// @param key the key that it shows; empty for none
/// @param type the media type of its body
public record Payload(
    String host, String path, String body, boolean stream, String key, String type) {
  private static final String JSON = "application/json";
  private static final String BOUNDARY = "----SluiceBoundary0123456789";

  /// The position of the call's number, so that no two of them are the same.
  public static final String NUMBER = "<number>";

  /// Makes a call whose body is JSON.
  public Payload(String host, String path, String body, boolean stream, String key) {
    this(host, path, body, stream, key, JSON);
  }

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

  /// A sound that is to be transcribed, as a form in parts of `size` bytes whose model stands
  /// behind it.
  public static Payload sound(String host, String model, int size, String key) {
    String part = "--" + BOUNDARY + "\r\ncontent-disposition: form-data; name=\"";
    String start = part + "file\"; filename=\"a.mp3\"\r\ncontent-type: audio/mpeg\r\n\r\n";
    String end = "\r\n" + part + "model\"\r\n\r\n" + model + "\r\n--" + BOUNDARY + "--\r\n";
    int block = 1 << 12;
    String sound = noise(block).repeat((size - start.length() - end.length()) / block);
    return new Payload(
        host,
        "/v1/audio/transcriptions",
        start + sound + end,
        false,
        key,
        "multipart/form-data; boundary=" + BOUNDARY);
  }

  /// Bytes as a packed sound has them, as far as they are ASCII.
  private static String noise(int length) {
    return new SplittableRandom(length)
        .ints(length, 0, 128)
        .collect(StringBuilder::new, (all, next) -> all.append((char) next), StringBuilder::append)
        .toString();
  }

  /// Returns this call with a key.
  public Payload with(String key) {
    return new Payload(host, path, body, stream, key, type);
  }

  /// Returns the whole HTTP request.
  public byte[] wire() {
    String head =
        """
        POST %s HTTP/1.1\r
        host: %s\r
        content-type: %s\r
        accept: %s\r
        content-length: %d\r
        %s\r
        """
            .formatted(
                path,
                host,
                type,
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
