package dev.sluice.server.log;

import dev.sluice.call.Call;
import dev.sluice.call.request.Operation;
import dev.sluice.call.request.RequestFacts;
import dev.sluice.call.runtime.Body;
import dev.sluice.call.runtime.Deadline;
import dev.sluice.testing.NoLoop;
import io.netty.buffer.Unpooled;
import java.util.Map;
import java.util.OptionalLong;

/// A call to be logged.
final class LoggedCall {
  private LoggedCall() {}

  static Call of(String model) {
    return new Call(
        "req_1",
        Operation.CHAT,
        new RequestFacts(model, 0, 0, true, false, OptionalLong.empty(), false),
        new Body(Unpooled.EMPTY_BUFFER, () -> {}),
        Map.of(),
        0,
        new Deadline(0),
        new NoLoop());
  }
}
