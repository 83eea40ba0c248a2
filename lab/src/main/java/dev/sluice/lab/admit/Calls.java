package dev.sluice.lab.admit;

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

/// Makes calls as the gateway would see them: of what a call reads it sees bytes, and those tell
/// tokens only roughly.
final class Calls {
  static final String MODEL = "lab";

  /// The deadline of official SDKs, which each call has.
  private static final Duration SDK_DEADLINE = Duration.ofMinutes(10);

  private final ByteBuf zeros = Unpooled.wrappedBuffer(new byte[BodySizes.most()]);
  private final Loop loop = new NoLoop();
  private final BodySizes sizes;

  Calls(BodySizes sizes) {
    this.sizes = sizes;
  }

  Call of(WorkloadCall workloadCall) {
    return new Call(
            "call-" + workloadCall.number(),
            Operation.CHAT,
            facts(workloadCall),
            new Body(zeros.slice(0, sizes.of(workloadCall)), () -> {}),
            Map.of(),
            workloadCall.arrived(),
            Deadline.in(SDK_DEADLINE, workloadCall.arrived()),
            loop)
        .withHints(new SchedulingHints(workloadCall.band(), workloadCall.tenant(), 0));
  }

  private static RequestFacts facts(WorkloadCall workloadCall) {
    var maxTokens = OptionalLong.of(workloadCall.maxTokens());
    return new RequestFacts(MODEL, 0, 0, true, true, maxTokens, false);
  }
}
