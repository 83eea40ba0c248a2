package dev.sluice.lab.faults;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.OutputStream;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.util.concurrent.TimeUnit;

/// Writes an answer in OpenAI's dialect, piece by piece, or spoils it.
final class FaultyAnswerWriter {
  /// The number of tokens of an answer.
  static final int TOKENS = 60;

  /// The number of input tokens that an answer tells.
  static final int INPUT = 11;

  private static final long PER_TOKEN_MILLIS = 3;

  private final Socket socket;
  private final OutputStream out;
  private final String model;

  /// @param model that the answer names
  FaultyAnswerWriter(Socket socket, String model) throws IOException {
    this.socket = socket;
    this.out = socket.getOutputStream();
    this.model = model;
  }

  /// Returns the n-th token of every answer.
  static String token(int n) {
    return "t" + n + " ";
  }

  /// Writes a right answer.
  void answer() throws IOException, InterruptedException {
    begin();
    rest(0);
  }

  /// Writes a right answer from the token `from` on.
  void rest(int from) throws IOException, InterruptedException {
    tokens(from, TOKENS);
    finish();
    done();
  }

  /// Writes an answer that is an error.
  void error(int status, String headers, String code, String message) throws IOException {
    String body =
        "{\"error\":{\"message\":\"%s\",\"type\":\"%s\",\"param\":null,\"code\":\"%s\"}}"
            .formatted(message, status < 500 ? "invalid_request_error" : "server_error", code);
    write(
        "HTTP/1.1 %d X\r\ncontent-type: application/json\r\n%scontent-length: %d\r\n\r\n%s"
            .formatted(status, headers, body.length(), body));
  }

  /// Writes the head of a stream, and the event with the role.
  void begin() throws IOException {
    write(
        "HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ntransfer-encoding: chunked\r\n\r\n");
    event(chunk("{\"role\":\"assistant\",\"content\":\"\"}", "null"));
  }

  /// Writes some of the tokens, an event each.
  void tokens(int from, int to) throws IOException, InterruptedException {
    for (int i = from; i < to; i++) {
      event(chunk("{\"content\":\"" + token(i) + "\"}", "null"));
      TimeUnit.MILLISECONDS.sleep(PER_TOKEN_MILLIS);
    }
  }

  /// Writes the finish reason, and the usage of a whole answer.
  void finish() throws IOException {
    finish(INPUT, TOKENS);
  }

  /// Writes the finish reason, and the usage of a part of an answer.
  void finish(int input, int output) throws IOException {
    event(chunk("{}", "\"stop\""));
    event(
        "{\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"%s\",\"choices\":[],\"usage\":{\"prompt_tokens\":%d,\"completion_tokens\":%d,\"total_tokens\":%d}}"
            .formatted(model, input, output, input + output));
  }

  void done() throws IOException {
    event("[DONE]");
    end();
  }

  /// Writes the clean end of the body.
  void end() throws IOException {
    write("0\r\n\r\n");
  }

  /// Writes an event with this data.
  void event(String data) throws IOException {
    String event = "data: " + data + "\n\n";
    write(Integer.toHexString(event.length()) + "\r\n" + event + "\r\n");
  }

  /// Closes the connection in the middle of the body. What was written before arrives.
  void cut() throws IOException {
    socket.close();
  }

  /// Breaks the connection. What the other side has not read is lost.
  void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  /// Says nothing for so long, or until the other side has gone.
  void silence(long seconds) throws IOException {
    socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(seconds));
    try {
      if (socket.getInputStream().read() < 0) {
        throw new IOException("the gateway has gone");
      }
    } catch (SocketTimeoutException _) {
      socket.setSoTimeout(0);
    }
  }

  private String chunk(String delta, String finish) {
    return "{\"id\":\"c\",\"object\":\"chat.completion.chunk\",\"created\":1,\"model\":\"%s\",\"choices\":[{\"index\":0,\"delta\":%s,\"finish_reason\":%s}]}"
        .formatted(model, delta, finish);
  }

  private void write(String text) throws IOException {
    out.write(text.getBytes(UTF_8));
    out.flush();
  }
}
