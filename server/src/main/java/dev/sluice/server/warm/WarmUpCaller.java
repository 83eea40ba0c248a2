package dev.sluice.server.warm;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/// One caller: sends one request after the other over one connection.
final class WarmUpCaller {
  private static final int PATIENCE_MILLIS = 5_000;

  private final InetSocketAddress gateway;
  private final List<byte[]> requests;
  private final BooleanSupplier goOn;

  private WarmUpCaller(InetSocketAddress gateway, List<byte[]> requests, BooleanSupplier goOn) {
    this.gateway = gateway;
    this.requests = requests;
    this.goOn = goOn;
  }

  /// A caller of requests, mostly of the usual kinds.
  ///
  /// @param goOn asked before each
  static WarmUpCaller ofCalls(InetSocketAddress gateway, BooleanSupplier goOn) {
    return new WarmUpCaller(gateway, calls(), goOn);
  }

  /// A caller of failing requests, once each: the classes that report failures may be needed when
  /// there is nothing left to load them with.
  static WarmUpCaller ofFailures(InetSocketAddress gateway) {
    List<byte[]> failing = List.of(chat(Answer.NONE, false), chat(Answer.NONE, true), nowhere());
    var left = new AtomicInteger(failing.size());
    return new WarmUpCaller(gateway, failing, () -> left.getAndDecrement() > 0);
  }

  /// Sends requests until it is enough, or something goes wrong: a warm-up is no test.
  void run() {
    try (Socket socket = new Socket()) {
      socket.connect(gateway, PATIENCE_MILLIS);
      socket.setSoTimeout(PATIENCE_MILLIS);
      socket.setTcpNoDelay(true);
      ask(socket);
    } catch (IOException _) {
      // The gateway that will serve is not touched by this.
    }
  }

  private void ask(Socket socket) throws IOException {
    Wire wire = new Wire(socket.getInputStream());
    for (int i = 0; goOn.getAsBoolean(); i++) {
      socket.getOutputStream().write(requests.get(i % requests.size()));
      wire.message();
    }
  }

  private static List<byte[]> calls() {
    byte[] whole = chat(Answer.WHOLE, false);
    byte[] stream = chat(Answer.STREAM, true);
    return List.of(whole, stream, whole, stream, whole, whole, stream, chat(Answer.ERROR, false));
  }

  private static byte[] nowhere() {
    return Wire.bytes("GET /nowhere HTTP/1.1\r\nhost: 127.0.0.1\r\n\r\n");
  }

  private static byte[] chat(Answer answer, boolean stream) {
    String body =
        """
        {"model": "%s", "stream": %s, "temperature": 0.5, "max_tokens": 100, "messages": \
        [{"role": "system", "content": "You keep a lock."}, {"role": "user", "content": "%s"}]}\
        """
            .formatted(answer.path(), stream, "Let the \\\"water\\\" rise.\\n".repeat(30));
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
