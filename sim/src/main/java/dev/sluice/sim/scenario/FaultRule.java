package dev.sluice.sim.scenario;

import dev.sluice.sim.fault.FaultCall;

/// A rule that says when a model shows a fault: all of its conditions must hold.
///
/// @param window since the start of the simulator
/// @param call only the call with this number, the model's first being 1; 0 for any
/// @param every only each n-th call; 0 for any
/// @param probability from 0 to 1, drawn for each call
public record FaultRule(
    FaultCall fault, TimeWindow window, long call, long every, double probability) {

  public FaultRule {
    if (call < 0 || every < 0 || !(probability >= 0 && probability <= 1)) {
      throw new IllegalArgumentException("a rule for " + fault + " that can never hold");
    }
  }

  /// Makes a rule by which the fault strikes every call.
  public static FaultRule always(FaultCall fault) {
    return new FaultRule(fault, TimeWindow.ALWAYS, 0, 0, 1);
  }

  /// Makes a rule by which the fault strikes each call with this probability.
  public static FaultRule sometimes(FaultCall fault, double probability) {
    return new FaultRule(fault, TimeWindow.ALWAYS, 0, 0, probability);
  }

  /// Makes a rule by which the fault strikes one call alone, by its number.
  public static FaultRule at(FaultCall fault, long call) {
    return new FaultRule(fault, TimeWindow.ALWAYS, call, 0, 1);
  }

  /// Makes a rule by which the fault strikes every call within `window`.
  public static FaultRule during(FaultCall fault, TimeWindow window) {
    return new FaultRule(fault, window, 0, 0, 1);
  }

  /// Returns whether the rule strikes a call.
  ///
  /// @param number of the call at its model, from 1
  /// @param nanos since the start
  /// @param dice from 0 to 1, drawn for this rule and call
  public boolean strikes(long number, long nanos, double dice) {
    return window.contains(nanos)
        && (call == 0 || call == number)
        && (every == 0 || number % every == 0)
        && dice < probability;
  }
}
