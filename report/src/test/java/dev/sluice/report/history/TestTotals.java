package dev.sluice.report.history;

import java.util.Map;

/// Totals of a few figures, for tests of what reads them.
public final class TestTotals {
  private TestTotals() {}

  public static Totals of(Map<Figure, Long> figures) {
    var vector = new long[Measure.VECTOR];
    figures.forEach((figure, count) -> vector[figure.place()] = count);
    return new Totals(vector);
  }
}
