package dev.sluice.lab.overhead;

/// One kind of measurement.
interface OverheadScenario {

  /// A measurement for which each contender is newly started.
  interface Fresh extends OverheadScenario {
    @Override
    default boolean fresh() {
      return true;
    }
  }

  /// Returns the heading of the scenario in the report.
  String title();

  /// Returns whether each contender is to be newly started; the way without a proxy is left out
  /// then.
  default boolean fresh() {
    return false;
  }

  /// Returns whether the scenario is about the contender of this name.
  default boolean concerns(String contender) {
    return !contender.equals(Contender.SLUICE_SAVING)
        && !contender.equals(Contender.SLUICE_ASSEMBLING)
        && !contender.equals(Contender.SLUICE_CACHING)
        && !contender.equals(Contender.SLUICE_KEYED)
        && !contender.equals(Contender.SLUICE_LIMITED)
        && !contender.equals(Contender.SLUICE_NODE)
        && !contender.equals(Contender.SLUICE_TLS)
        && !contender.equals(Contender.SLUICE_SMALL)
        && !contender.equals(Contender.IN_PROCESS)
        && !contender.equals(Contender.OVER_LOOPBACK)
        && !contender.equals(Contender.NGINX_TLS);
  }

  /// Returns how often the scenario visits each contender.
  ///
  /// @param asked how often others do
  default int rounds(int asked) {
    return asked;
  }

  /// Returns how many visits that are not measured each contender has first: as many as a JVM takes
  /// to compile what calls of 1 KB, by which all are warmed up, do not run.
  default int warmUps() {
    return 0;
  }

  /// Puts its load through `contender` for nothing but to have its code compiled.
  default void warmUp(Contender contender, Bench bench) throws InterruptedException {
    visit(contender, bench, new Sheet());
  }

  /// Measures `contender` once.
  void visit(Contender contender, Bench bench, Sheet sheet) throws InterruptedException;
}
