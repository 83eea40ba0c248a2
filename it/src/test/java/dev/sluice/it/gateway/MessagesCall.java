package dev.sluice.it.gateway;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// One call at a [MessagesProvider], and the way to answer it, well or badly. Used by the thread of
/// its connection; what was said may be read once it has been answered.
final class MessagesCall {
  private static final String EVENTS = "content-type: text/event-stream";
  private static final String JSON = "content-type: application/json";

  private final Socket socket;
  private final String head;
  private final byte[] body;
  private final ByteArrayOutputStream said = new ByteArrayOutputStream();

  MessagesCall(Socket socket, String head, byte[] body) {
    this.socket = socket;
    this.head = head;
    this.body = body;
  }

  /// The request's head.
  String head() {
    return head;
  }

  /// The request's body.
  String body() {
    return new String(body, UTF_8);
  }

  boolean streamed() {
    return body().replace(" ", "").contains("\"stream\":true");
  }

  /// The body of the answer, as far as it belongs to it: up to the first `message_stop`.
  synchronized String answer() {
    String all = said.toString(UTF_8);
    int stop = all.indexOf(MessagesText.STOP);
    return stop < 0 ? all : all.substring(0, stop + MessagesText.STOP.length());
  }

  /// Begins a good answer.
  MessagesCall begin(String... headers) throws IOException {
    return begin(200, streamed() ? EVENTS : JSON, headers);
  }

  /// Begins an answer of chunks.
  MessagesCall begin(int status, String type, String... headers) throws IOException {
    String more = headers.length == 0 ? "" : "\r\n" + String.join("\r\n", headers);
    write(
        "HTTP/1.1 %d Said\r\n%s%s\r\ntransfer-encoding: chunked\r\n\r\n"
            .formatted(status, type, more));
    return this;
  }

  /// Says an error.
  void error(int status, String body, String... headers) throws IOException {
    begin(status, JSON, headers).say(body).end();
  }

  /// Says a part of the answer, as a chunk of its own.
  MessagesCall say(String part) throws IOException {
    return say(part.getBytes(UTF_8));
  }

  synchronized MessagesCall say(byte[] part) throws IOException {
    said.writeBytes(part);
    write(Integer.toHexString(part.length) + "\r\n");
    socket.getOutputStream().write(part);
    write("\r\n");
    return this;
  }

  /// Says these of the right events; of a whole answer its first half.
  MessagesCall part(int from, int to) throws IOException {
    if (!streamed()) {
      return say(MessagesText.WHOLE.substring(0, MessagesText.WHOLE.length() / 2));
    }
    for (String event : MessagesText.EVENTS.subList(from, to)) {
      say(event);
    }
    return this;
  }

  /// Says all of the right answer in chunks of so many bytes.
  MessagesCall all(int chunk) throws IOException {
    byte[] all = (streamed() ? MessagesText.STREAM : MessagesText.WHOLE).getBytes(UTF_8);
    for (int at = 0; at < all.length; at += chunk) {
      say(Arrays.copyOfRange(all, at, Math.min(all.length, at + chunk)));
    }
    return this;
  }

  /// Ends the answer as its framing demands.
  void end() throws IOException {
    write("0\r\n\r\n");
  }

  /// Breaks the connection.
  void reset() throws IOException {
    socket.setSoLinger(true, 0);
    socket.close();
  }

  /// Says nothing more, until the gateway leaves.
  void hang() throws IOException {
    int more = socket.getInputStream().read();
    if (more >= 0) {
      throw new IOException("another call on a connection that is not free");
    }
  }

  private void write(String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
  }
}
