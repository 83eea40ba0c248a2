package dev.sluice.lab.batch;

import dev.sluice.lab.draw.Threshold;
import java.util.List;

/// What a part of the experiment has found.
///
/// @param title of the part
/// @param notes what else there is to say, a line each
record Finding(String title, List<String> notes, List<Threshold> bounds) {
  Finding {
    notes = List.copyOf(notes);
    bounds = List.copyOf(bounds);
  }

  boolean holds() {
    return bounds.stream().allMatch(Threshold::holds);
  }
}
