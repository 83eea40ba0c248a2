package dev.sluice.lab.hostile;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

/// Makes requests as bytes.
public final class Requests {
  public static final String CHAT = "/v1/chat/completions";
  public static final String HOST = "Host: localhost\r\n";
  public static final String JSON = "Content-Type: application/json\r\n";

  /// Members of a chat by which its answer is a stream, or may be kept.
  public static final String STREAM = ",\"stream\":true";

  public static final String DETERMINISTIC = ",\"temperature\":0";

  /// The head of a call for a chat, up to how long its body is.
  public static final String POST = "POST " + CHAT + " HTTP/1.1\r\n" + HOST + JSON;

  private Requests() {}

  /// The body of a call for a chat.
  ///
  /// @param members more of it, each with a comma before it
  public static String chat(String model, String text, String... members) {
    return "{\"model\":\"%s\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]%s}"
        .formatted(model, text, String.join("", members));
  }

  /// A call with this body.
  ///
  /// @param headers whole lines, without their ends
  public static byte[] post(String body, String... headers) {
    return post(body.getBytes(UTF_8), headers);
  }

  public static byte[] post(byte[] body, String... headers) {
    StringBuilder head = new StringBuilder(POST);
    for (String header : headers) {
      head.append(header).append("\r\n");
    }
    head.append("Content-Length: ").append(body.length).append("\r\n\r\n");
    byte[] start = head.toString().getBytes(ISO_8859_1);
    byte[] whole = new byte[start.length + body.length];
    System.arraycopy(start, 0, whole, 0, start.length);
    System.arraycopy(body, 0, whole, start.length, body.length);
    return whole;
  }

  /// A GET.
  ///
  /// @param headers whole lines, without their ends
  public static byte[] get(String path, String... headers) {
    StringBuilder head = new StringBuilder("GET " + path + " HTTP/1.1\r\n" + HOST);
    for (String header : headers) {
      head.append(header).append("\r\n");
    }
    return head.append("\r\n").toString().getBytes(ISO_8859_1);
  }

  public static byte[] bytes(String text) {
    return text.getBytes(ISO_8859_1);
  }
}
