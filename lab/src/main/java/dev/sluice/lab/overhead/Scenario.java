package dev.sluice.lab.overhead;

/// One kind of measurement.
interface Scenario {

  /// Its heading in the report.
  String title();

  /// Whether it wants each contender newly started, and not the way without a proxy.
  boolean fresh();

  /// Measures `contender` once.
  void visit(Contender contender, Bench bench, Sheet sheet) throws InterruptedException;
}
