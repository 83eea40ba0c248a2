package dev.sluice.lab.hostile;

import static dev.sluice.lab.hostile.HostileCase.open;
import static dev.sluice.lab.hostile.HostileCase.request;
import static dev.sluice.lab.hostile.Requests.CHAT;
import static dev.sluice.lab.hostile.Requests.HOST;
import static dev.sluice.lab.hostile.Requests.POST;
import static dev.sluice.lab.hostile.Requests.bytes;
import static dev.sluice.lab.hostile.Requests.get;
import static dev.sluice.lab.hostile.Requests.post;

import java.util.ArrayList;
import java.util.List;

/// C17 to C19, C25, and the part of H16 that is about framing: requests that two parsers could read
/// differently, or that no client should send.
final class MalformedCases {
  private static final String CHUNKED = "Transfer-Encoding: chunked\r\n";
  private static final String MODELS = "GET /v1/models HTTP/1.1\r\n";
  private static final String LAST_CHUNK = "\r\n0\r\n\r\n";

  private MalformedCases() {}

  static List<HostileCase> all() {
    List<HostileCase> all = new ArrayList<>();
    all.addAll(sizes());
    all.addAll(framing());
    all.addAll(paths());
    all.addAll(methods());
    return all;
  }

  private static List<HostileCase> sizes() {
    return List.of(
        request("C17", "a header of 1 MB", get("/v1/models", "X-A: " + "a".repeat(1 << 20)), 431),
        request("C17", "2,000 headers", get("/v1/models", many(2_000, 20)), 431),
        request("C17", "60 KiB of headers", get("/v1/models", many(60, 1_000)), 200));
  }

  private static List<HostileCase> framing() {
    return List.of(
        refused(
            "C18", "length beside chunks", POST + "Content-Length: 5\r\n" + CHUNKED + LAST_CHUNK),
        refused("C18", "two lengths", POST + "Content-Length: 5\r\nContent-Length: 6\r\n\r\nhello"),
        refused("C18", "+5 as a length", POST + "Content-Length: +5\r\n\r\nhello"),
        refused(
            "C18",
            "chunked, identity",
            POST + "Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n"),
        refused("C18", "xchunked", POST + "Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n"),
        refused(
            "C18", "space before a colon", POST + "Transfer-Encoding : chunked\r\n\r\n0\r\n\r\n"),
        refused("C18", "HTTP/1.0 with chunks", POST.replace("1.1", "1.0") + CHUNKED + LAST_CHUNK),
        refused("C18", "obs-fold in the head", MODELS + HOST + "X-A: one\r\n two\r\n\r\n"),
        refused("C18", "NUL in a value", MODELS + HOST + "X-A: a\0b\r\n\r\n"),
        refused("C18", "bare line feed", MODELS + HOST + "X-A: one\nX-B: two\r\n\r\n"),
        refused("C18", "two Hosts", MODELS + HOST + "Host: b\r\n\r\n"),
        refused("C18", "no Host", MODELS + "\r\n"),
        refused("C18", "Host: a/#", MODELS + "Host: a/#\r\n\r\n"),
        refused("C18", "misspelt length", POST + "Content-Xength: 5\r\n\r\nhello"),
        refused("C18", "a chunk of 2^64 bytes", POST + CHUNKED + "\r\n10000000000000000\r\n{"),
        refused(
            "C18",
            "quotes in an extension",
            POST + CHUNKED + "\r\n5;a=\"b\"\r\nhello" + LAST_CHUNK),
        refused("H16", "obs-fold in a trailer", trailer("X-A: one\r\n two\r\n")),
        refused("H16", "http/1.1 in lower case", "GET /v1/models http/1.1\r\n" + HOST + "\r\n"),
        refused("H16", "tabs in the request line", "GET\t/v1/models\tHTTP/1.1\r\n" + HOST + "\r\n"),
        request(
            "H16",
            "two Content-Encodings",
            post("{}", "Content-Encoding: identity", "Content-Encoding: gzip"),
            400));
  }

  private static List<HostileCase> paths() {
    return List.of(
        request("C19", "//v1/../admin", get("//v1/../admin"), 404, 400),
        request("C19", "/v1/%2e%2e/metrics", get("/v1/%2e%2e/metrics"), 404, 400),
        request("C19", "/v1/models;x=1", get("/v1/models;x=1"), 404),
        request("C19", "/V1/models", get("/V1/models"), 404),
        request("C19", "an absolute address", get("http://127.0.0.1:1/v1/models"), 404, 400, 421));
  }

  private static List<HostileCase> methods() {
    return List.of(
        request("C25", "TRACE", bytes("TRACE / HTTP/1.1\r\n" + HOST + "\r\n"), 404, 405, 501),
        request(
            "C25",
            "CONNECT",
            bytes("CONNECT a:1 HTTP/1.1\r\n" + HOST + "\r\n"),
            400,
            404,
            405,
            501),
        request(
            "C25", "PRI of HTTP/2", bytes("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n"), 400, 405, 501, 505),
        request(
            "C25",
            "an unknown method",
            bytes("BREW " + CHAT + " HTTP/1.1\r\n" + HOST + "\r\n"),
            405,
            501));
  }

  /// Requests that are answered 400, with their connection closed.
  private static HostileCase refused(String code, String sent, String bytes) {
    Attack attack =
        site -> {
          try (RawConnection client = site.connect()) {
            RawAnswer answer = client.write(bytes).answer();
            boolean closed = answer.status() == 400 && client.ends();
            return new AttackResult(closed, answer.summary() + (closed ? ", closed" : ""));
          }
        };
    return open(code, sent, "400, closed", attack);
  }

  private static String trailer(String lines) {
    String body = Requests.chat("up/ok", "hello");
    return "%s%s\r\n%x\r\n%s\r\n0\r\n%s\r\n".formatted(POST, CHUNKED, body.length(), body, lines);
  }

  private static String[] many(int count, int length) {
    String[] headers = new String[count];
    for (int i = 0; i < count; i++) {
      headers[i] = "X-" + i + ": " + "a".repeat(length);
    }
    return headers;
  }
}
