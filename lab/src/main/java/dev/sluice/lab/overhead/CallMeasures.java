package dev.sluice.lab.overhead;

/// Where the figures of a call go, in a scenario that makes as many as a core can do.
///
/// @param cpu the CPU time per call
/// @param allocated the bytes allocated per call, where they are counted
/// @param calls the throughput
/// @param busy the share of the core; well below 100 % the figures are the load's limits
record CallMeasures(
    RoundMeasure cpu, RoundMeasure allocated, RoundMeasure calls, RoundMeasure busy) {

  /// Returns the four measures whose names begin with `scenario`.
  static CallMeasures of(String scenario) {
    return new CallMeasures(
        RoundMeasure.valueOf(scenario + "_CPU"),
        RoundMeasure.valueOf(scenario + "_ALLOCATED"),
        RoundMeasure.valueOf(scenario + "_CALLS"),
        RoundMeasure.valueOf(scenario + "_BUSY"));
  }

  /// Adds the figures of a visit in which there were calls.
  void add(Visit visit, Contender contender, Sheet sheet) {
    sheet.add(calls, contender.name(), visit.callsPerSecond());
    visit.addTo(sheet, contender, cpu, allocated, (double) visit.tally().calls());
    if (contender.usage().isPresent()) {
      sheet.add(busy, contender.name(), visit.busyPercent());
    }
  }
}
