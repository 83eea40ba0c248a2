package dev.sluice.quota.concurrency;

/// An adaptive concurrency limit. While first tokens come as fast as on an idle server the limit
/// grows by its square root a round; as they get slower it shrinks in proportion. The idea is
/// Netflix's gradient limit (concurrency-limits), on first-token time a token of input instead of
/// total latency, which mostly says how long answers are. Whole answers have no first token; of
/// them it is the time a token of output.
///
/// What an idle server takes is measured anew after every 1,000 samples, at half the limit: else a
/// queue that always stands would be taken for the server's own slowness, or a slower model for a
/// queue. (BBR looks for its shortest round trip in the same way.)
public final class GradientLimit {
  private static final double INITIAL = 16;
  private static final double MAX = 1_000;
  private static final double TOLERANCE = 1.5;
  private static final double CUT = 0.85;

  /// A prompt of no tokens takes time too: that of about as many.
  private static final double FIXED = 128;

  private static final int PROBE_EACH = 1_000;
  private static final int PROBE_SAMPLES = 8;

  private final Latency streams = new Latency();
  private final Latency whole = new Latency();
  private double limit = INITIAL;
  private long cutAt;
  private boolean cut;

  private int samples;
  private boolean probing;
  private long probingSince;
  private int probed;
  private double probeSum;

  /// How many attempts there may be now.
  public int limit() {
    double now = probing ? limit / 2 : limit;
    return (int) Math.max(1, now);
  }

  /// A streamed attempt's first token came after `nanos`.
  ///
  /// @param input its tokens
  /// @param begun when it was let through
  /// @param inFlight how many there were then
  public void firstToken(long nanos, long input, long begun, int inFlight, long now) {
    sample(streams, nanos / (input + FIXED), begun, inFlight, now);
  }

  /// A whole answer came after `nanos`.
  public void answered(long nanos, long output, long begun, int inFlight, long now) {
    sample(whole, nanos / (output + 1.0), begun, inFlight, now);
  }

  /// The server has refused an attempt, or did not answer in time.
  ///
  /// @param begun when it was let through: those before the last cut teach nothing
  public void refused(long begun, long now) {
    if (!cut || begun - cutAt >= 0) {
      limit = Math.max(1, limit * CUT);
      cutAt = now;
      cut = true;
    }
  }

  private void sample(Latency of, double value, long begun, int inFlight, long now) {
    of.add(value);
    if (probing) {
      probe(of, value, begun);
      return;
    }
    // While callers ask for less than that, nothing is learned of how much it can take.
    if (inFlight * 2 >= limit) {
      double next = limit * of.gradient(TOLERANCE) + Math.sqrt(limit);
      limit = Math.clamp(limit + (next - limit) / Math.max(1, inFlight), 1, MAX);
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
    if (probed >= PROBE_SAMPLES) {
      of.rebase(probeSum / probed);
      probing = false;
    }
  }
}
