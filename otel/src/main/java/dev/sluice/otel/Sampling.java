package dev.sluice.otel;

import dev.sluice.call.Answered;
import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.Outcome;
import dev.sluice.call.pipeline.Report;
import java.time.Duration;
import java.util.HexFormat;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// The sampling of spans: draws their ids, and decides which are sent, by the trace alone when a
/// call begins, since providers are told of the decision, and by the outcome when it ends. Safe for
/// any thread.
///
/// ```text
/// begin: sampled = the client's flag, or  |last 8 bytes of the trace's id| < sample * 2^63
/// end:   sent    = sampled, or failed (but not cancelled), or slow
/// ```
///
/// Source: OpenTelemetry's TraceIdRatioBased, with which a share of all services agrees on traces.
final class Sampling {
  private static final int HALF = 16;
  private static final HexFormat HEX = HexFormat.of();

  private final long bound;
  private final long slow;
  private final Supplier<? extends RandomGenerator> random;

  /// @param random asked for each id, on the call's thread
  Sampling(double sample, Duration slow, Supplier<? extends RandomGenerator> random) {
    this.bound = sample >= 1 ? Long.MAX_VALUE : (long) (sample * Long.MAX_VALUE);
    this.slow = slow.toNanos();
    this.random = random;
  }

  /// Returns a new span below a place in a trace, or in a new trace where there is none.
  Call.Trace below(Call.Trace above) {
    if (above.hasSpan()) {
      return above.below(id());
    }
    if (above.id().isEmpty()) {
      long low = draw();
      String trace = HEX.toHexDigits(draw()) + HEX.toHexDigits(low);
      return new Call.Trace(trace, above.parent(), id(), drawn(low));
    }
    long low = HexFormat.fromHexDigitsToLong(above.id(), HALF, 2 * HALF);
    return new Call.Trace(above.id(), above.parent(), id(), above.sampled() || drawn(low));
  }

  private boolean drawn(long low) {
    return Math.abs(low) < bound || bound == Long.MAX_VALUE;
  }

  private String id() {
    return HEX.toHexDigits(draw());
  }

  /// Returns a random id that is not zero, since zero means none.
  private long draw() {
    long id = 0;
    while (id == 0) {
      id = random.get().nextLong();
    }
    return id;
  }

  /// Whether a call or an attempt at it is sent.
  boolean sends(Call call, Report report) {
    return call.trace().sampled() || failed(report.outcome()) || latency(call, report) >= slow;
  }

  /// Whether something went wrong that is not the client's leaving.
  static boolean failed(Outcome outcome) {
    return !(outcome instanceof Answered || outcome instanceof Failed.Cancelled);
  }

  private static long latency(Call call, Report report) {
    Duration whole = report.duration();
    return (call.facts().stream() ? report.firstToken().orElse(whole) : whole).toNanos();
  }
}
