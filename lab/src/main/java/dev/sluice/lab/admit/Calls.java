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

  private final ByteBuf zeros = Unpooled.wrappedBuffer(new byte[Sizes.most()]);
  private final Loop loop = new NoLoop();
  private final Sizes sizes;

  Calls(Sizes sizes) {
    this.sizes = sizes;
  }

  Call of(Demand demand) {
    return new Call(
            "call-" + demand.number(),
            Operation.CHAT,
            facts(demand),
            new Body(zeros.slice(0, sizes.of(demand)), () -> {}),
            Map.of(),
            demand.arrived(),
            Deadline.in(SDK_DEADLINE, demand.arrived()),
            loop)
        .withHints(new SchedulingHints(demand.band(), demand.tenant(), 0));
  }

  private static RequestFacts facts(Demand demand) {
    var maxTokens = OptionalLong.of(demand.maxTokens());
    return new RequestFacts(MODEL, 0, 0, true, true, maxTokens, false);
  }
}
