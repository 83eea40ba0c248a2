package dev.sluice.lab.hostile;

import dev.sluice.lab.wire.LoopbackServer;
import dev.sluice.lab.wire.WireRequest;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;

/// The provider behind the gateway: answers, or misbehaves, by the name of the model. Has one
/// virtual thread a connection.
final class HostileProvider implements AutoCloseable {
  /// The part of a request's body that is looked at.
  private static final int LOOKED_AT = 8 * 1024;

  private final Map<String, LongAdder> calls = new ConcurrentHashMap<>();
  private final HeldResponses responses = new HeldResponses();
  private final LoopbackServer server = new LoopbackServer(0, this::serve);

  public HostileProvider() throws IOException {}

  public int port() {
    return server.port();
  }

  /// Returns how often the provider was asked for `model`.
  public long calls(String model) {
    LongAdder count = calls.get(model);
    return count == null ? 0 : count.sum();
  }

  /// Returns how often the provider was asked for a response, or about one.
  public int askedForResponses() {
    return responses.asked();
  }

  @Override
  public void close() throws IOException {
    server.close();
  }

  private void serve(Socket socket) throws IOException, InterruptedException {
    InputStream in = new BufferedInputStream(socket.getInputStream());
    while (answer(in, socket)) {
      // The next request of the connection.
    }
  }

  /// @return whether the connection may be used again
  private boolean answer(InputStream in, Socket socket) throws IOException, InterruptedException {
    HostileRequest request = HostileRequest.of(WireRequest.read(in, LOOKED_AT));
    calls.computeIfAbsent(request.model(), _ -> new LongAdder()).increment();
    return HeldResponses.isAsked(request)
        ? responses.answer(request, socket.getOutputStream())
        : Misdeeds.answer(request, socket.getOutputStream());
  }
}
