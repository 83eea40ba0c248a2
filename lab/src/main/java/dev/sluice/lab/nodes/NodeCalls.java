package dev.sluice.lab.nodes;

import dev.sluice.call.Call;
import dev.sluice.call.request.Operation;
import dev.sluice.call.request.RequestFacts;
import dev.sluice.call.request.SchedulingHints;
import dev.sluice.call.runtime.Body;
import dev.sluice.call.runtime.Deadline;
import dev.sluice.call.runtime.Loop;
import dev.sluice.lab.load.NoLoop;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;

/// Makes calls as a gateway would see them.
final class NodeCalls {
  static final String MODEL = "lab";
  private static final Duration SDK_DEADLINE = Duration.ofMinutes(10);

  private final ByteBuf zeros = Unpooled.wrappedBuffer(new byte[CallDraw.LARGEST]);
  private final Loop loop = new NoLoop();

  /// @param now on the clock of the node that it comes to
  Call of(PlannedCall planned, long now) {
    var maxTokens = OptionalLong.of(PlannedCall.MAX_TOKENS);
    return new Call(
            "call-" + planned.number(),
            Operation.CHAT,
            new RequestFacts(MODEL, 0, 0, true, true, maxTokens, false),
            new Body(zeros.slice(0, planned.bytes()), () -> {}),
            Map.of(),
            now,
            Deadline.in(SDK_DEADLINE, now),
            loop)
        .withHints(new SchedulingHints(planned.band(), planned.tenant(), 0));
  }
}
