package dev.sluice.provider;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.sluice.call.Call;
import dev.sluice.call.request.Operation;
import dev.sluice.call.runtime.Body;
import dev.sluice.call.runtime.Deadline;
import dev.sluice.provider.request.InvalidRequest;
import dev.sluice.provider.request.RequestScanner;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.Map;

/// Calls for tests, scanned from their bodies.
public final class ProviderCalls {
  private ProviderCalls() {}

  public static Call chat(boolean stream) {
    return of(
        Operation.CHAT,
        Unpooled.copiedBuffer("{\"model\":\"m\",\"messages\":[],\"stream\":" + stream + "}", UTF_8),
        Map.of());
  }

  /// A call whose path names the model, and says whether a stream is asked for. Takes over `body`.
  public static Call ofPath(Operation operation, String model, boolean stream, ByteBuf body) {
    byte[] bytes = ByteBufUtil.getBytes(body);
    var scanner = new RequestScanner(operation, model, stream);
    scanner.add(bytes, 0, bytes.length);
    try {
      return new Call(
          "call-1",
          operation,
          scanner.facts(),
          new Body(body, () -> {}),
          Map.of(),
          0,
          new Deadline(0),
          new FakeLoop());
    } catch (InvalidRequest e) {
      throw new AssertionError(e);
    }
  }

  /// Takes over `body`.
  public static Call of(Operation operation, ByteBuf body, Map<String, String> headers) {
    byte[] bytes = ByteBufUtil.getBytes(body);
    try {
      return new Call(
          "call-1",
          operation,
          RequestScanner.scan(operation, bytes, 0, bytes.length),
          new Body(body, () -> {}),
          headers,
          0,
          new Deadline(0),
          new FakeLoop());
    } catch (InvalidRequest e) {
      throw new AssertionError(e);
    }
  }
}
