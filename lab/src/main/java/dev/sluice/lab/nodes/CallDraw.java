package dev.sluice.lab.nodes;

import dev.sluice.call.request.Band;
import java.util.List;
import java.util.SplittableRandom;

/// Draws calls: inputs and outputs of lognormal sizes, bodies at a little more than the usual
/// estimate of four bytes a token, 10 % off from call to call.
final class CallDraw {
  private static final double INPUT_MEDIAN = 600;
  private static final double INPUT_SPREAD = 0.8;
  private static final double OUTPUT_MEDIAN = 250;
  private static final double OUTPUT_SPREAD = 0.7;
  private static final long INPUT_MOST = 4_000;
  private static final double BYTES_A_TOKEN = 4.6;
  private static final double ERROR = 0.1;
  private static final double CRITICAL = 0.1;
  private static final double INTERACTIVE = 0.7;
  private static final int SAMPLE = 20_000;

  /// The largest body, in bytes.
  static final int LARGEST = 32 * 1024;

  private final SplittableRandom random;
  private int drawn;

  CallDraw(long seed) {
    random = new SplittableRandom(seed);
  }

  /// Returns how many tokens a call takes on average.
  static double meanSize() {
    var draw = new CallDraw(0);
    double sum = 0;
    for (int i = 0; i < SAMPLE; i++) {
      sum += draw.call(0, "").size();
    }
    return sum / SAMPLE;
  }

  PlannedCall call(long at, String tenant) {
    long input = Math.min(INPUT_MOST, size(INPUT_MEDIAN, INPUT_SPREAD));
    long output = Math.min(PlannedCall.MAX_TOKENS, size(OUTPUT_MEDIAN, OUTPUT_SPREAD));
    double off = Math.exp(ERROR * random.nextGaussian() - ERROR * ERROR / 2);
    int bytes = Math.clamp((long) (input * BYTES_A_TOKEN * off), 1, LARGEST);
    return new PlannedCall(drawn++, at, input, output, bytes, band(), tenant);
  }

  private long size(double median, double spread) {
    return Math.max(1, (long) (median * Math.exp(spread * random.nextGaussian())));
  }

  private Band band() {
    double draw = random.nextDouble();
    if (draw < CRITICAL) {
      return Band.CRITICAL;
    }
    return draw < INTERACTIVE ? Band.INTERACTIVE : Band.NORMAL;
  }

  /// Returns the time until the next of so many events a second, in nanoseconds.
  long pause(double perSecond) {
    return (long) (-Math.log(1 - random.nextDouble()) / perSecond * 1e9);
  }

  /// Returns one of these tenants.
  String of(List<String> tenants) {
    return tenants.get(random.nextInt(tenants.size()));
  }
}
