package dev.sluice.lab.hostile;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.TimeUnit;

/// The answers of the hostile provider, by the name of the model: `ok` and every name that stands
/// for nothing is answered as it should be.
final class Misdeeds {
  private static final int PIECE = 64 * 1024;
  private static final int HELD_MILLIS = 1_500;
  private static final int STAYS_OPEN_MILLIS = 12_000;
  private static final String DONE = "data: [DONE]\n\n";
  private static final String STREAM =
      "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\nconnection: close\r\n\r\n";
  private static final String RESPONSE_BEGINS =
      """
      data: {"type":"response.created","sequence_number":0,"response":{"id":"resp_1",\
      "object":"response","created_at":1,"status":"in_progress","model":"m","output":[]}}

      data: {"type":"response.output_text.delta","sequence_number":1,"item_id":"msg_1",\
      "output_index":0,"content_index":0,"delta":"Hello","logprobs":[]}

      """;
  private static final String RESPONSE_ERROR =
      """
      data: {"type":"error","sequence_number":2,"code":"server_error",\
      "message":"an internal fault","param":null}

      """;
  private static final String WHOLE =
      """
      {"id":"c","object":"chat.completion","created":1,"model":"m","choices":[{"index":0,\
      "message":{"role":"assistant","content":"Hello"},"finish_reason":"stop"}],\
      "usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}}\
      """;

  private Misdeeds() {}

  /// Answers one request.
  ///
  /// @return whether the connection may be used again
  static boolean answer(HostileRequest request, OutputStream out)
      throws IOException, InterruptedException {
    String kind = request.model().replaceAll("-.*", "");
    return switch (kind) {
      case "held" -> held(request, out);
      case "endless" -> endless(out);
      case "open" -> open(out);
      case "index" -> stream(out, at(2_147_483_647, "Hello"), finish(), DONE);
      case "empty" -> request.stream() ? stream(out, DONE) : whole(out, 200, "", "{}");
      case "unfinished" -> stream(out, event("Hello"), DONE);
      case "seals" -> seals(request, out);
      case "boom" -> whole(out, 500, "", error("it has failed", "null"));
      case "echo" -> echo(request, out);
      case "pay" -> pay(request, out);
      case "afford" -> afford(request, out);
      case "later" -> whole(out, 429, "retry-after: 90\r\n", error("later", "null"));
      case "missing" -> whole(out, 404, "", error("there is no such model", "null"));
      case "fails" -> fails(request, out);
      case "leak" -> leak(request, out);
      case "escaped" -> escaped(request, out);
      case "forbidden" -> whole(out, 403, "", error("not for this key", "null"));
      case "messages" -> SpokenMessages.answer(request, out);
      case "slow" -> slow(request, out);
      case "zero" -> zero(out);
      case "status" -> write(out, "HTTP/1.1 000 Nothing\r\ncontent-length: 0\r\n\r\n");
      default -> well(request, out);
    };
  }

  private static boolean well(HostileRequest request, OutputStream out) throws IOException {
    String text = request.model().startsWith("parrot") ? request.text() : "Hello";
    return request.stream() ? stream(out, event(text), finish(), DONE) : whole(out, 200, "", WHOLE);
  }

  /// Sends so many KiB, then nothing for a while, then the end.
  private static boolean held(HostileRequest request, OutputStream out)
      throws IOException, InterruptedException {
    write(out, STREAM);
    byte[] piece = event("x".repeat(PIECE)).getBytes(ISO_8859_1);
    for (int sent = 0; sent < request.number() * 1024; sent += PIECE) {
      out.write(piece);
    }
    TimeUnit.MILLISECONDS.sleep(HELD_MILLIS);
    write(out, finish() + DONE);
    return false;
  }

  /// Sends events until the gateway breaks the answer off.
  private static boolean endless(OutputStream out) throws IOException {
    write(out, STREAM);
    byte[] piece = event("x".repeat(PIECE)).getBytes(ISO_8859_1);
    while (true) {
      out.write(piece);
    }
  }

  /// Sends a complete stream, and leaves its connection open.
  private static boolean open(OutputStream out) throws IOException, InterruptedException {
    write(out, STREAM + event("Hello") + finish() + DONE);
    TimeUnit.MILLISECONDS.sleep(STAYS_OPEN_MILLIS);
    return false;
  }

  /// Refuses a call with the words of the call itself, unless it says nothing but hello.
  private static boolean echo(HostileRequest request, OutputStream out) throws IOException {
    return request.says("hello")
        ? well(request, out)
        : whole(out, request.number(), "", error("cannot do: " + request.text(), "null"));
  }

  /// Refuses one call because it may cost too much.
  private static boolean pay(HostileRequest request, OutputStream out) throws IOException {
    return request.says("hello")
        ? well(request, out)
        : whole(out, 402, "", error("this needs more credits, or fewer max_tokens", "402"));
  }

  /// Refuses a call for more tokens than the account's credit pays for, as OpenRouter does.
  private static boolean afford(HostileRequest request, OutputStream out) throws IOException {
    int tokens = request.maxTokens();
    String words =
        ("This request requires more credits, or fewer max_tokens. You requested up to %s"
                + " tokens, but can only afford %s.")
            .formatted(tokens, request.number());
    return tokens > request.number()
        ? whole(out, 402, "", error(words, "402"))
        : well(request, out);
  }

  /// A stream that has begun, an error, and its end.
  private static boolean fails(HostileRequest request, OutputStream out) throws IOException {
    return request.body().contains("\"input\"")
        ? stream(out, RESPONSE_BEGINS, RESPONSE_ERROR)
        : stream(out, event("Hello"), "data: " + error("an internal fault", "null") + "\n\n");
  }

  /// Tells the client what the gateway has sent.
  private static boolean leak(HostileRequest request, OutputStream out) throws IOException {
    String words = "not for " + request.authorization() + " at http://127.0.0.1/v1";
    return whole(out, request.number(), "", error(words, "null"));
  }

  /// Tells the client what the gateway has sent, in every way to write it, in a header too; in the
  /// middle of a stream where a stream is asked for.
  private static boolean escaped(HostileRequest request, OutputStream out) throws IOException {
    String key = request.authorization().replace("Bearer ", "");
    String words = String.join(" ", EscapedWords.of(key));
    String error = error(words + " at 127\\u002e0.0.1\\/", "\"" + words + "\"");
    return request.stream()
        ? stream(out, event("Hello"), "data: " + error + "\n\n")
        : whole(out, request.number(), "openai-version: " + key + "\r\n", error);
  }

  /// Refuses a call in which an id brings more than an id.
  private static boolean seals(HostileRequest request, OutputStream out) throws IOException {
    return request.body().contains("_slc1_")
        ? whole(out, 400, "", error("string too long", "null"))
        : well(request, out);
  }

  private static boolean slow(HostileRequest request, OutputStream out)
      throws IOException, InterruptedException {
    TimeUnit.MILLISECONDS.sleep(request.number());
    return well(request, out);
  }

  /// Tells a limit of no requests for this model.
  private static boolean zero(OutputStream out) throws IOException {
    return whole(out, 429, "x-ratelimit-limit-requests: 0\r\n", error("not in your plan", "null"));
  }

  private static boolean stream(OutputStream out, String... events) throws IOException {
    write(out, STREAM + String.join("", events));
    return false;
  }

  static boolean whole(OutputStream out, int status, String headers, String body)
      throws IOException {
    String type = "X\r\ncontent-type: application/json\r\n" + headers;
    String length = "content-length: " + body.length() + "\r\n\r\n";
    return write(out, "HTTP/1.1 " + status + " " + type + length + body);
  }

  private static boolean write(OutputStream out, String text) throws IOException {
    out.write(text.getBytes(ISO_8859_1));
    return true;
  }

  private static String event(String text) {
    return at(0, text);
  }

  private static String at(int index, String text) {
    return "data: {\"choices\":[{\"index\":%s,\"delta\":{\"content\":\"%s\"}}]}\n\n"
        .formatted(index, text);
  }

  private static String finish() {
    return """
    data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

    data: {"choices":[],"usage":{"prompt_tokens":1,"completion_tokens":1,"total_tokens":2}}

    """;
  }

  private static String error(String message, String code) {
    return "{\"error\":{\"message\":\"%s\",\"type\":\"invalid_request_error\",\"param\":null,\"code\":%s}}"
        .formatted(message, code);
  }
}
