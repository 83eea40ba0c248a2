package dev.sluice.report.minutes;

import dev.sluice.report.history.Layout;
import dev.sluice.report.history.Measure;
import dev.sluice.report.history.SparseVector;
import java.util.List;

/// Figures and histograms as they are stored. Immutable.
public final class Counts {
  private final Layout layout;
  private final byte[] sparse;

  /// @param layout the layout of the version that has written the counts
  /// @param sparse a vector of it; not written to from now on
  public Counts(Layout layout, byte[] sparse) {
    this.layout = layout;
    this.sparse = sparse;
  }

  /// Adds the counts to a vector of this version.
  public void addTo(long[] sums) {
    layout.addTo(sums, sparse);
  }

  byte[] sparse() {
    return sparse;
  }

  /// Sums up several counts.
  static Counts sum(List<Counts> all) {
    var sums = new long[Measure.VECTOR];
    all.forEach(counts -> counts.addTo(sums));
    return new Counts(Layout.NOW, SparseVector.of(sums));
  }
}
