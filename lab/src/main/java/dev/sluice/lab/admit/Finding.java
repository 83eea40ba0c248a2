package dev.sluice.lab.admit;

import java.util.List;

/// The result of a scenario.
///
/// @param title what it was
/// @param lines what happened, for people
/// @param bounds what must hold of it
record Finding(String title, List<String> lines, List<Bound> bounds) {
  public Finding {
    lines = List.copyOf(lines);
    bounds = List.copyOf(bounds);
  }
}
