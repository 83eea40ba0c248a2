package dev.sluice.lab.survive;

import java.util.List;

/// The results of a run.
///
/// @param openings how often Sluice's circuits opened
/// @param falseOpenings those of them that nothing explains, when and why
/// @param beyondBudget repeats beyond what the budget holds; at most 0 if it was never exceeded
/// @param raced the tokens of races that were for nothing, as a share of all
/// @param outageSdk attempts a call at a provider that is down
/// @param outageSluice the same through Sluice with its breaker off
record Results(
    Figures sdk,
    Figures sluice,
    List<Stretch> stretches,
    int openings,
    List<String> falseOpenings,
    double beyondBudget,
    double raced,
    double outageSdk,
    double outageSluice) {

  /// The calls that were due in a phase of the schedule.
  ///
  /// @param sdk those that failed through the SDK, without those struck behind the commit point
  /// @param sluice those that failed through Sluice
  /// @param sdkSlowest those of the slowest hundredth of the SDK's first tokens
  /// @param sluiceSlowest those of the slowest hundredth of Sluice's
  record Stretch(String name, int calls, int sdk, int sluice, int sdkSlowest, int sluiceSlowest) {}

  Results {
    stretches = List.copyOf(stretches);
    falseOpenings = List.copyOf(falseOpenings);
  }
}
