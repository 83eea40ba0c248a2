package dev.sluice.batches;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The choice of the batch that is looked after next at its provider. A visit waits for answers of
/// the provider, so that one that does not answer may keep all that it has: each has a few of its
/// own, and a team all of them but one. Pure.
final class Visits {
  /// So many batches are visited at one provider at a time, each with a part of its lines in
  /// memory.
  static final int MOST_AT_PROVIDER = 4;

  private Visits() {}

  /// A batch that is visited, or to be.
  ///
  /// @param due since when, in nanoseconds
  record Visit(String id, String team, String provider, long due) {}

  /// The next one: of the team that has the fewest visits at the provider, the one that has waited
  /// longest.
  ///
  /// @param running those that are under way
  /// @param due those that are to be made
  static Optional<Visit> next(List<Visit> running, List<Visit> due, long now) {
    Map<String, Long> atProvider =
        running.stream().collect(groupingBy(Visit::provider, counting()));
    Map<String, Long> ofTeam = running.stream().collect(groupingBy(Visits::place, counting()));
    return due.stream()
        .filter(one -> atProvider.getOrDefault(one.provider(), 0L) < MOST_AT_PROVIDER)
        .filter(one -> ofTeam.getOrDefault(place(one), 0L) < MOST_AT_PROVIDER - 1)
        .min(
            Comparator.<Visit>comparingLong(one -> ofTeam.getOrDefault(place(one), 0L))
                .thenComparingLong(one -> one.due() - now));
  }

  /// No name of a provider has a line break.
  private static String place(Visit one) {
    return one.provider() + "\n" + one.team();
  }
}
