package dev.sluice.internal.quota;

import dev.sluice.call.Answered;
import dev.sluice.call.AttemptResult;
import dev.sluice.call.Call;
import dev.sluice.call.Outcome;
import dev.sluice.call.Usage;
import dev.sluice.call.gate.Permit;
import dev.sluice.call.request.Operation;
import dev.sluice.call.request.RequestFacts;
import dev.sluice.call.runtime.Body;
import dev.sluice.call.runtime.Deadline;
import dev.sluice.call.runtime.VirtualLoop;
import dev.sluice.config.quota.ChargeTerms;
import dev.sluice.config.quota.QuotaLimits;
import io.netty.buffer.Unpooled;
import java.util.Map;
import java.util.OptionalInt;
import java.util.OptionalLong;

/// Calls of a size, and limits, for the tests of quotas.
public final class QuotaCalls {
  private static final byte[] BYTES = new byte[1 << 20];
  private static final VirtualLoop LOOP = new VirtualLoop();

  private QuotaCalls() {}

  /// A streamed chat call.
  ///
  /// @param bytes the size of its body
  /// @param maxTokens its bound; zero for none
  static Call call(int bytes, long maxTokens) {
    return call(Operation.CHAT, bytes, maxTokens, true);
  }

  static Call call(Operation operation, int bytes, long maxTokens, boolean stream) {
    OptionalLong bound = maxTokens > 0 ? OptionalLong.of(maxTokens) : OptionalLong.empty();
    return new Call(
        "call",
        operation,
        new RequestFacts("m", 0, 0, stream, false, bound, false),
        new Body(Unpooled.wrappedBuffer(BYTES, 0, bytes), () -> {}),
        Map.of(),
        0,
        new Deadline(Long.MAX_VALUE / 4),
        LOOP);
  }

  static Usage used(long input, long output) {
    return new Usage(input, output, 0, false);
  }

  public static QuotaLimits limits(long rpm, long tpm) {
    return new QuotaLimits(
        rpm > 0 ? OptionalLong.of(rpm) : OptionalLong.empty(),
        tpm > 0 ? OptionalLong.of(tpm) : OptionalLong.empty(),
        OptionalLong.empty(),
        OptionalLong.empty(),
        OptionalLong.empty(),
        java.util.Optional.empty(),
        OptionalInt.empty(),
        OptionalLong.empty(),
        ChargeTerms.NONE);
  }

  static void settle(Permit permit, Outcome outcome, Usage usage, long begun, long now) {
    permit.settle(new AttemptResult(outcome, usage, begun, OptionalLong.empty(), now));
  }

  static void answered(Permit permit, Usage usage, long begun, long now) {
    settle(permit, new Answered(), usage, begun, now);
  }
}
