package dev.sluice.lab.nodes.real;

import dev.sluice.lab.nodes.real.RealProvider.Count;
import java.util.List;

/// What a provider has counted of the model with the small limit, second by second, while nothing
/// is wrong.
///
/// @param counts one more than there are seconds
record SteadyCounts(List<Count> counts) {
  private static final int WINDOW = 10;
  private static final double MINUTE = 60;

  SteadyCounts {
    counts = List.copyOf(counts);
  }

  Count all() {
    return counts.getLast().since(counts.getFirst());
  }

  /// Returns which part of the limit was used.
  double used() {
    return all().tokens() / (RealProvider.TIGHT / MINUTE * (counts.size() - 1));
  }

  /// Returns by how much more was asked for in any ten seconds than the provider's bucket and its
  /// rate allow, as a part of that, at most: a bucket lets no more than that through, so what goes
  /// beyond is among what it has refused.
  double overshoot() {
    double allowed = RealProvider.TIGHT / MINUTE * WINDOW + RealProvider.BURST;
    long most = 0;
    for (int i = 0; i + 1 < counts.size(); i++) {
      Count last = counts.get(Math.min(i + WINDOW, counts.size() - 1));
      most = Math.max(most, last.since(counts.get(i)).refused());
    }
    return most * RealProvider.MOST_CHARGE / allowed;
  }
}
