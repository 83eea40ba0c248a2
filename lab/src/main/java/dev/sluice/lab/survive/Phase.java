package dev.sluice.lab.survive;

import dev.sluice.sim.fault.Fault;
import dev.sluice.sim.fault.FaultCall;
import dev.sluice.sim.scenario.FaultRule;
import dev.sluice.sim.scenario.TimeWindow;
import java.util.List;

/// A time in which one provider does something wrong.
///
/// @param from in minutes of the hour
/// @param to in minutes of the hour, no longer in it
/// @param mix what it does wrong, and to which share of its calls; nothing: it is not there at all
record Phase(String name, String provider, int from, int to, List<Part> mix) {

  /// A fault and its share, from 0 to 1, of the calls that no part before it has struck.
  record Part(Fault fault, String argument, double share) {}

  Phase {
    mix = List.copyOf(mix);
  }

  boolean isOutage() {
    return mix.isEmpty();
  }

  /// Returns the rules of a simulator that shows this phase in `window` of the run.
  List<FaultRule> rules(TimeWindow window) {
    return mix.stream()
        .map(
            part ->
                new FaultRule(
                    new FaultCall(part.fault(), part.argument()), window, 0, 0, part.share()))
        .toList();
  }
}
