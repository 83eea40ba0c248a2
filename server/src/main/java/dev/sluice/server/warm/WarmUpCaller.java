package dev.sluice.server.warm;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/// A caller of the warm-up: sends one request after the other, the first again after the last, over
/// a new connection after every eight. Of many connections one ends with a request whose answer it
/// does not wait for: code that was compiled without a client that leaves is thrown away when the
/// first one does. The warm-up of a start is too short for one. For one thread.
final class WarmUpCaller {
  private static final int PATIENCE_MILLIS = 5_000;
  private static final int A_CONNECTION = 8;
  private static final int LEAVING = 32;

  /// Lines of a prompt: of 1 KB, and of 200 KB.
  private static final int SMALL = 30;

  private static final int LARGE = 8_000;

  private final InetSocketAddress gateway;
  private final List<byte[]> requests;
  private final BooleanSupplier goOn;
  private int next;
  private int connections;

  private WarmUpCaller(InetSocketAddress gateway, List<byte[]> requests, BooleanSupplier goOn) {
    this.gateway = gateway;
    this.requests = requests;
    this.goOn = goOn;
  }

  /// A caller of requests of the usual kinds.
  ///
  /// @param goOn asked before each
  static WarmUpCaller ofUsual(InetSocketAddress gateway, BooleanSupplier goOn) {
    return new WarmUpCaller(gateway, usual(), goOn);
  }

  /// A caller of requests of other kinds, once each: a large one, and those that fail, since the
  /// classes that report failures may be needed when there is nothing left to load them with.
  ///
  /// @param goOn asked before each
  static WarmUpCaller ofOthers(InetSocketAddress gateway, BooleanSupplier goOn) {
    List<byte[]> others =
        List.of(
            chat(CannedAnswer.NONE, false, SMALL),
            chat(CannedAnswer.NONE, true, SMALL),
            nowhere(),
            refused(),
            chat(CannedAnswer.WHOLE, false, LARGE));
    var left = new AtomicInteger(others.size());
    return new WarmUpCaller(
        gateway, others, () -> left.getAndDecrement() > 0 && goOn.getAsBoolean());
  }

  /// Sends requests until it is enough, or something goes wrong: a warm-up is no test.
  void run() {
    try {
      boolean more = true;
      while (more) {
        more = connectAndAsk();
      }
    } catch (IOException _) {
      // The gateway that will serve is not touched by this.
    }
  }

  private boolean connectAndAsk() throws IOException {
    try (Socket socket = new Socket()) {
      socket.connect(gateway, PATIENCE_MILLIS);
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.setTcpNoDelay(true);
      return ask(socket);
    }
  }

  /// Sends requests over one connection.
  ///
  /// @return whether there may be more to send, over another connection
  private boolean ask(Socket socket) throws IOException {
    Wire wire = new Wire(socket.getInputStream());
    connections++;
    boolean answered = true;
    for (int i = 0; answered && i < A_CONNECTION; i++) {
      if (!goOn.getAsBoolean()) {
        return false;
      }
      send(socket);
      answered = !wire.message().isEmpty();
    }
    if (answered && connections % LEAVING == 0 && goOn.getAsBoolean()) {
      send(socket);
    }
    return true;
  }

  private void send(Socket socket) throws IOException {
    socket.getOutputStream().write(requests.get(next % requests.size()));
    next++;
  }

  private static List<byte[]> usual() {
    byte[] whole = chat(CannedAnswer.WHOLE, false, SMALL);
    byte[] stream = chat(CannedAnswer.STREAM, true, SMALL);
    byte[] failing = chat(CannedAnswer.ERROR, false, SMALL);
    return List.of(whole, stream, whole, stream, whole, whole, stream, failing);
  }

  private static byte[] nowhere() {
    return Wire.bytes("GET /nowhere HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n");
  }

  private static byte[] chat(CannedAnswer answer, boolean stream, int lines) {
    String body =
        """
        {"model": "%s", "stream": %s, "temperature": 0.5, "max_tokens": 100, "messages": \
        [{"role": "system", "content": "You keep a lock."}, {"role": "user", "content": "%s"}]}\
        """
            .formatted(answer.path(), stream, "Let the \\\"water\\\" rise.\\n".repeat(lines));
    return chat(body);
  }

  /// Makes a request that is refused, since its body is no JSON.
  private static byte[] refused() {
    return chat("{");
  }

  private static byte[] chat(String body) {
    return Wire.bytes(
        """
        POST /v1/chat/completions HTTP/1.1\r
        host: 127.0.0.1\r
        content-type: application/json\r
        accept: */*\r
        user-agent: sluice-warm-up\r
        content-length: %s\r
        \r
        %s\
        """
            .formatted(body.length(), body));
  }
}
