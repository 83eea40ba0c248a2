package dev.sluice.lab.calls;

import static dev.sluice.lab.draw.Threshold.atLeast;
import static dev.sluice.lab.draw.Threshold.atMost;

import dev.sluice.lab.draw.Threshold;
import java.util.List;

/// The results of a gateway with all that saves calls, beside one without.
///
/// @param free without limits
/// @param requests with a limit of requests
/// @param tokens with a limit of tokens
/// @param aloneWithout the median latency of a call that is alone, in milliseconds
/// @param aloneWith the same
record Comparison(Pair free, Pair requests, Pair tokens, double aloneWithout, double aloneWith) {
  private static final double SENT = 0.6;
  private static final double REFUSED = 0.5;
  private static final double ALONE_MILLIS = 1;

  /// Fewer refusals say nothing where there are hardly any.
  private static final double LEAST_REFUSED = 0.05;

  /// The results of the same load through two gateways.
  ///
  /// @param without each call made
  /// @param with all that saves calls
  record Pair(LoadResult without, LoadResult with) {}

  List<Threshold> thresholds() {
    return List.of(
        atMost("calls sent, to those without", sent(free), SENT),
        atLeast("429s without, limit of requests, to the calls", share(requests), LEAST_REFUSED),
        atMost("429s, limit of requests, to those without", refused(requests), REFUSED),
        atLeast("429s without, limit of tokens, to the calls", share(tokens), LEAST_REFUSED),
        atMost("429s, limit of tokens, to those without", refused(tokens), REFUSED),
        atMost("a call alone, p50, more ms", aloneWith - aloneWithout, ALONE_MILLIS),
        atMost("calls without limits that failed", failed(free), 0));
  }

  boolean holds() {
    return thresholds().stream().allMatch(Threshold::holds);
  }

  /// Returns the tokens used with all savings, over the tokens used without.
  double cost() {
    return ratio(free.with().tokens(), free.without().tokens());
  }

  private static double share(Pair pair) {
    return ratio(pair.without().client429(), pair.without().asked());
  }

  private static double sent(Pair pair) {
    return ratio(pair.with().sent(), pair.without().sent());
  }

  private static double refused(Pair pair) {
    return ratio(pair.with().client429(), pair.without().client429());
  }

  /// A 429 without any limit is a failure too.
  private static double failed(Pair pair) {
    return pair.without().failed()
        + pair.with().failed()
        + pair.without().client429()
        + pair.with().client429();
  }

  private static double ratio(long some, long of) {
    return of == 0 ? Double.NaN : (double) some / of;
  }
}
