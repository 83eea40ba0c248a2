package dev.sluice.lab.hostile;

import static dev.sluice.lab.hostile.HostileCase.open;
import static dev.sluice.lab.hostile.HostileCase.request;
import static dev.sluice.lab.hostile.Requests.POST;
import static dev.sluice.lab.hostile.Requests.bytes;
import static dev.sluice.lab.hostile.Requests.chat;
import static dev.sluice.lab.hostile.Requests.post;
import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/// C6, C8 to C16, C20, C23, C26 and C27: bodies.
final class BodyCases {
  private static final int DEEP = 100_000;
  private static final int LONG_NUMBER = 100_000;

  private BodyCases() {}

  static List<HostileCase> all() {
    List<HostileCase> all = new ArrayList<>();
    all.addAll(shapes());
    all.addAll(values());
    all.addAll(texts());
    all.addAll(types());
    all.addAll(large());
    return all;
  }

  private static List<HostileCase> shapes() {
    String deep = "{\"model\":\"up/ok\",\"messages\":" + "[".repeat(DEEP) + "]".repeat(DEEP) + "}";
    return List.of(
        request("C8", "100,000 levels", post(deep), 400),
        request(
            "C9",
            "model twice",
            post("{\"model\":\"up/ok\",\"model\":\"up/b\",\"messages\":[]}"),
            400),
        request("C10", "an unknown model", post(chat("nobody/has-this", "hello")), 404),
        request("C14", "no body", post(""), 400),
        request("C14", "white space", post("   "), 400),
        request("C14", "an array", post("[]"), 400),
        request("C14", "garbage behind the end", post(chat("up/ok", "hello") + "x"), 400));
  }

  private static List<HostileCase> values() {
    return List.of(
        request("C11", "messages: 5", post("{\"model\":\"up/ok\",\"messages\":5}"), 400),
        request("C11", "stream: \"yes\"", post(chat("up/ok", "hello", ",\"stream\":\"yes\"")), 400),
        request("C11", "model: 5", post("{\"model\":5,\"messages\":[]}"), 400),
        request(
            "C11",
            "temperature: 1e309",
            post(chat("up/ok", "hello", ",\"temperature\":1e309")),
            400),
        request("C12", "a number of 100,000 digits", post(number("9".repeat(LONG_NUMBER))), 400),
        request("C12", "NaN", post(number("NaN")), 400),
        request("C12", "1E400", post(number("1E400")), 400),
        request("C26", "stream: true on embeddings", embeddings(), 200, 400, 404));
  }

  private static List<HostileCase> texts() {
    return List.of(
        request("C13", "overlong UTF-8", raw(0xC0, 0xAF), 400),
        request("C13", "a surrogate in UTF-8", raw(0xED, 0xA0, 0x80), 400),
        request("C13", "a NUL", raw(0), 400),
        request("C13", "a byte order mark", post("\uFEFF" + chat("up/ok", "hello")), 400),
        request(
            "C20", "CRLF in the model", post(chat("up/ok\\r\\nX-A: b", "hello")), 200, 400, 404),
        request("C20", ".. in the model", post(chat("up/../../admin", "hello")), 200, 400, 404),
        forwarded());
  }

  private static List<HostileCase> types() {
    byte[] plain =
        bytes(
            new String(post(chat("up/ok", "hello")), ISO_8859_1)
                .replace("application/json", "text/plain"));
    return List.of(
        request("C15", "text/plain", plain, 415, 200),
        request("C16", "gzip", post("x", "Content-Encoding: gzip"), 415));
  }

  private static List<HostileCase> large() {
    return List.of(
        request("C6", "100 MB announced", bytes(POST + "Content-Length: 100000000\r\n\r\n"), 413),
        open("C6", "100 MB in chunks", "413", BodyCases::endlessChunks),
        open("C27", "20 MiB in one string", "200", BodyCases::image),
        open("C27", "a schema of 10,000 properties", "200", BodyCases::schema));
  }

  /// C23: an address in a body is data.
  private static HostileCase forwarded() {
    Attack attack =
        site ->
            AttackResult.status(
                site.call(
                    chat(
                        "up/ok",
                        "hello",
                        ",\"api_base\":\"http://127.0.0.1:1\",\"base_url\":\"http://127.0.0.1:2\"")),
                200);
    return open("C23", "api_base in the body", "200", attack);
  }

  private static AttackResult endlessChunks(Site site) throws IOException {
    try (RawConnection client = site.connect()) {
      client.write(POST + "Transfer-Encoding: chunked\r\n\r\n");
      byte[] chunk = bytes("100000\r\n" + " ".repeat(1 << 20) + "\r\n");
      for (int i = 0; i < 100; i++) {
        client.write(chunk);
      }
      return AttackResult.status(client.answer(), 413, 0);
    }
  }

  private static AttackResult image(Site site) throws IOException {
    return AttackResult.status(site.call(chat("up/ok", "x".repeat(20 << 20))), 200);
  }

  private static AttackResult schema(Site site) throws IOException {
    StringBuilder properties =
        new StringBuilder(
            ",\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"parameters\":{\"p0\":0");
    for (int i = 1; i < 10_000; i++) {
      properties.append(",\"p").append(i).append("\":{\"type\":\"string\"}");
    }
    return AttackResult.status(
        site.call(chat("up/ok", "hello", properties.append("}}}]").toString())), 200);
  }

  private static String number(String number) {
    return chat("up/ok", "hello", ",\"temperature\":" + number);
  }

  private static byte[] embeddings() {
    String call = "{\"model\":\"up/ok\",\"input\":\"hello\",\"stream\":true}";
    return bytes(
        "POST /v1/embeddings HTTP/1.1\r\n%s%sContent-Length: %s\r\n\r\n%s"
            .formatted(Requests.HOST, Requests.JSON, call.length(), call));
  }

  /// Returns a message with these bytes as its text.
  private static byte[] raw(int... text) {
    StringBuilder message = new StringBuilder();
    for (int b : text) {
      message.append((char) b);
    }
    return post(bytes(chat("up/ok", message.toString())));
  }
}
