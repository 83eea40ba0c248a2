package dev.sluice.lab.bench;

import dev.sluice.call.Call;
import dev.sluice.call.request.Operation;
import dev.sluice.call.request.RequestFacts;
import dev.sluice.call.runtime.Body;
import dev.sluice.call.runtime.Deadline;
import dev.sluice.lab.load.NoLoop;
import io.netty.buffer.Unpooled;
import java.util.Map;

/// Makes calls without sockets, of which nothing but what is said counts.
final class BenchCall {
  private BenchCall() {}

  /// Makes a call whose body has `size` zeros.
  static Call of(String id, Operation operation, RequestFacts facts, int size) {
    var body = new Body(Unpooled.wrappedBuffer(new byte[size]), () -> {});
    return new Call(id, operation, facts, body, Map.of(), 0, new Deadline(0), new NoLoop());
  }
}
