package dev.sluice.lab.admit;

import dev.sluice.lab.draw.Criterion;
import java.util.List;

/// The result of a scenario.
///
/// @param title what it was
/// @param lines what happened, for people
/// @param criteria what must hold of it
record ScenarioResult(String title, List<String> lines, List<Criterion> criteria) {
  public ScenarioResult {
    lines = List.copyOf(lines);
    criteria = List.copyOf(criteria);
  }
}
