package dev.sluice.internal.quota;

import java.util.function.IntSupplier;

/// Gradient concurrency limit: how many attempts a server may have at a time. While answers come as
/// fast as on an idle server the limit grows by its square root a round; as they get slower it
/// shrinks in proportion.
///
/// ```text
/// gradient = clamp(1.5 * base / recent, 0.5, 1)
/// target   = limit * gradient + sqrt(limit)
/// limit    = max(1, limit + (target - limit) / inFlight)   if 2 * inFlight >= limit
/// refused  : limit = max(1, 0.85 * limit), once for all attempts that began before the cut
/// ```
///
/// A sample is the time to the first token of a stream, by its input tokens and one more, or the
/// time of a whole answer, by its output tokens and one more; either kind has a base of its own.
/// Total latency would mostly say how long answers are. `recent` is an exponential average, and
/// `base` follows it downward. After every 1,000 samples the base is measured anew at half the
/// limit, from eight attempts: else a standing queue would be taken for the server's own slowness,
/// or a slower model for a queue.
///
/// Source: Netflix's concurrency-limits (GradientLimit and Gradient2Limit); the search for the idle
/// server is that of BBR for its shortest round trip (Cardwell et al., 2016); ADR 0018.
///
/// Limitations: one round in a thousand samples is served at half the limit. While callers use less
/// than half of the limit nothing is learned. Input that the server has in its prefix cache makes
/// first tokens early whatever the load.
final class GradientLimit {
  private static final double INITIAL = 16;
  private static final double TOLERANCE = 1.5;
  private static final double CUT = 0.85;

  private static final int PROBE_EACH = 1_000;

  private final Latency streams = new Latency();
  private final Latency whole = new Latency();
  private final IntSupplier processes;

  /// 0 before anything has been learned.
  private double limit;

  private long cutAt;
  private boolean cut;

  private int samples;
  private boolean probing;
  private long probingSince;
  private int probed;
  private double probeSum;

  /// @param processes how many use the server, each of which finds a limit of its own from its part
  ///   of the first one on
  GradientLimit(IntSupplier processes) {
    this.processes = processes;
  }

  /// Returns how many attempts there may be at a time now.
  public int limit() {
    double now = probing ? limit / 2 : known();
    return (int) Math.max(1, now);
  }

  private double known() {
    return limit > 0 ? limit : Math.max(1, INITIAL / processes.getAsInt());
  }

  /// Adapts the limit to a streamed attempt whose first token came after `nanos`.
  ///
  /// @param input the tokens of the input
  /// @param begun when the attempt was let through
  /// @param inFlight how many attempts there were then
  public void firstToken(long nanos, long input, long begun, int inFlight, long now) {
    sample(streams, nanos / (input + 1.0), begun, inFlight, now);
  }

  /// Adapts the limit to a whole answer that came after `nanos`.
  public void answered(long nanos, long output, long begun, int inFlight, long now) {
    sample(whole, nanos / (output + 1.0), begun, inFlight, now);
  }

  /// Cuts the limit, since the server has refused an attempt or did not answer in time.
  ///
  /// @param begun when the attempt was let through: attempts from before the last cut teach nothing
  public void refused(long begun, long now) {
    if (!cut || begun - cutAt >= 0) {
      limit = Math.max(1, known() * CUT);
      cutAt = now;
      cut = true;
    }
  }

  private void sample(Latency of, double value, long begun, int inFlight, long now) {
    of.add(value);
    limit = known();
    if (probing) {
      probe(of, value, begun);
      return;
    }
    // While callers ask for less than that, nothing is learned of how much it can take.
    if (inFlight * 2 >= limit) {
      double next = limit * of.gradient(TOLERANCE) + Math.sqrt(limit);
      limit = Math.max(1, limit + (next - limit) / Math.max(1, inFlight));
    }
    if (++samples >= PROBE_EACH) {
      samples = 0;
      probing = true;
      probingSince = now;
      probed = 0;
      probeSum = 0;
    }
  }

  private void probe(Latency of, double value, long begun) {
    if (begun - probingSince < 0) {
      return;
    }
    probed++;
    probeSum += value;
    if (probed >= INITIAL / 2) {
      of.rebase(probeSum / probed);
      probing = false;
    }
  }
}
