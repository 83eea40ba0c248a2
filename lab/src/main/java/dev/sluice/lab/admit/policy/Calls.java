package dev.sluice.lab.admit.policy;

import dev.sluice.call.Body;
import dev.sluice.call.Call;
import dev.sluice.call.Claim;
import dev.sluice.call.Deadline;
import dev.sluice.call.Facts;
import dev.sluice.call.Loop;
import dev.sluice.call.Operation;
import dev.sluice.lab.admit.world.Demand;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.random.RandomGenerator;

/// Makes calls as the gateway would see them: of what a call reads it sees bytes, and those tell
/// tokens only roughly.
final class Calls {
  static final String MODEL = "lab";

  /// What official SDKs send.
  private static final Duration SDK_DEADLINE = Duration.ofMinutes(10);

  /// A little more than the four that everybody assumes.
  private static final double BYTES_A_TOKEN = 4.6;

  private static final double ERROR = 0.1;
  private static final int LARGEST = 16 * 1024 * 1024;

  private final ByteBuf zeros = Unpooled.wrappedBuffer(new byte[LARGEST]);
  private final Loop loop = new NoLoop();
  private final RandomGenerator random;

  Calls(RandomGenerator random) {
    this.random = random;
  }

  Call of(Demand demand) {
    var facts = new Facts(MODEL, 0, 0, true, true, OptionalLong.of(demand.maxTokens()), false);
    return new Call(
            "call-" + demand.number(),
            Operation.CHAT,
            facts,
            new Body(zeros.slice(0, bytes(demand)), () -> {}),
            Map.of(),
            demand.arrived(),
            Deadline.in(SDK_DEADLINE, demand.arrived()),
            loop)
        .withClaim(new Claim(demand.band(), demand.tenant(), 0));
  }

  private int bytes(Demand demand) {
    double off = Math.exp(ERROR * random.nextGaussian() - ERROR * ERROR / 2);
    return (int) Math.clamp(demand.input() * BYTES_A_TOKEN * off, 1, LARGEST);
  }
}
