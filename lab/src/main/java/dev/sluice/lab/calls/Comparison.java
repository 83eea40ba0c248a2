package dev.sluice.lab.calls;

import java.util.List;

/// With and without what saves calls.
///
/// @param without the load without limits, each call made
/// @param with the same, with all that saves calls
/// @param limitedWithout the load with a limit, each call made
/// @param limitedWith the same, with all that saves calls
/// @param aloneWithout the median latency of a call that is alone, in milliseconds
/// @param aloneWith the same
record Comparison(
    Seen without,
    Seen with,
    Seen limitedWithout,
    Seen limitedWith,
    double aloneWithout,
    double aloneWith) {
  private static final double SENT = 0.6;
  private static final double REFUSED = 0.5;
  private static final double ALONE_MILLIS = 1;

  /// What must hold.
  ///
  /// @param bound what the value may be at most
  record Threshold(String what, double value, double bound) {
    boolean holds() {
      return value <= bound;
    }
  }

  List<Threshold> thresholds() {
    return List.of(
        new Threshold("calls sent, to those without", ratio(with.sent(), without.sent()), SENT),
        new Threshold(
            "429s of the provider, to those without",
            ratio(limitedWith.upstream429(), limitedWithout.upstream429()),
            REFUSED),
        new Threshold(
            "429s that clients got, to those without",
            ratio(limitedWith.client429(), limitedWithout.client429()),
            REFUSED),
        new Threshold("a call alone, p50, more ms", aloneWith - aloneWithout, ALONE_MILLIS),
        new Threshold("calls that failed", failed(), 0));
  }

  boolean holds() {
    return thresholds().stream().allMatch(Threshold::holds);
  }

  private double failed() {
    return without.failed() + with.failed();
  }

  private static double ratio(long some, long of) {
    return of == 0 ? Double.NaN : (double) some / of;
  }
}
