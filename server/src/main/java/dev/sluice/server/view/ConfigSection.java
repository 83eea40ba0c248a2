package dev.sluice.server.view;

import java.util.List;

/// A part of the configuration as it is in force.
///
/// @param title what it is of
/// @param rows its rows: a name, then values, then where they are set; no secret is in them
public record ConfigSection(String title, List<List<String>> rows) {
  public ConfigSection {
    rows = List.copyOf(rows);
  }
}
