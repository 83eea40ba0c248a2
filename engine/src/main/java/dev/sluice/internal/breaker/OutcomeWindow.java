package dev.sluice.internal.breaker;

import dev.sluice.internal.stats.RingWindow;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/// Sliding window with the Wilson lower bound: counts good and bad outcomes over the last while, in
/// ten slices, and says which share is surely bad.
///
/// ```text
/// lower(p, n) = (p + z²/2n - z * sqrt(p * (1 - p) / n + z²/4n²)) / (1 + z²/n)        z = 2
/// surely bad  = max of lower(bad / n, n) over the last one, two ... ten slices with enough calls
/// ```
///
/// The largest bound over windows of growing length shows trouble that has just begun, which does
/// not hide behind what went well before it; the lower bound keeps a few failures in a row from
/// meaning much. What is told late counts now.
///
/// Source: Wilson, "Probable Inference, the Law of Succession, and Statistical Inference" (1927);
/// ADR 0014.
///
/// Limitations: outcomes are taken to be independent, which failures of one cause are not. The
/// largest of ten bounds is exceeded by chance more often than a single one at two standard
/// deviations. Slices are forgotten as a whole, so that the length is right to within a tenth.
final class OutcomeWindow {
  private static final int SLICES = 10;
  private static final double Z = 2;

  private final long width;
  private final RingWindow well;
  private final RingWindow bad;

  OutcomeWindow(Duration length) {
    this(Math.max(1, length.toNanos() / SLICES));
  }

  private OutcomeWindow(long width) {
    this.width = width;
    this.well = new RingWindow(width, SLICES);
    this.bad = new RingWindow(width, SLICES);
  }

  /// Returns an empty window that records a part of the outcomes of this one, by [#badAsIn].
  OutcomeWindow part() {
    return new OutcomeWindow(width);
  }

  void well(long now) {
    well.add(1, now);
    bad.roll(now);
  }

  void bad(long now) {
    well.roll(now);
    bad.add(1, now);
  }

  /// Records here the failure that `whole` has just recorded.
  void badAsIn(OutcomeWindow whole) {
    follow(whole);
    bad.add(1);
  }

  /// Forgets what `whole` has forgotten.
  void follow(OutcomeWindow whole) {
    well.follow(whole.well);
    bad.follow(whole.bad);
  }

  /// Forgets what is older than the window.
  void forget(long now) {
    well.roll(now);
    bad.roll(now);
  }

  int total() {
    return well.total() + bad.total();
  }

  int bad() {
    return bad.total();
  }

  /// Returns the share that went bad of late, as far as it is beyond doubt: the largest lower bound
  /// (two standard deviations, Wilson 1927) over the last one, two ... ten slices. So trouble that
  /// has just begun does not hide behind what went well before it, and a few failures in a row mean
  /// little.
  ///
  /// @param more so many went well in each of them, beside the recorded ones
  /// @param least fewer than so many say nothing
  /// @param without a part of this one, whose bad ones are left out
  double surelyBad(int more, int least, @Nullable OutcomeWindow without) {
    if (bad() == 0 || (without != null && bad() <= without.bad())) {
      return 0;
    }
    double worst = 0;
    double bads = 0;
    double total = more;
    for (int i = 0; i < SLICES; i++) {
      int counted = without == null ? bad.back(i) : Math.max(0, bad.back(i) - without.bad.back(i));
      bads += counted;
      total += well.back(i) + counted;
      if (total >= least && bads > worst * total) {
        worst = Math.max(worst, lowerBound(bads / total, total));
      }
    }
    return worst;
  }

  private static double lowerBound(double share, double total) {
    double spread = Math.sqrt(share * (1 - share) / total + Z * Z / (4 * total * total));
    return Math.max(0, (share + Z * Z / (2 * total) - Z * spread) / (1 + Z * Z / total));
  }
}
