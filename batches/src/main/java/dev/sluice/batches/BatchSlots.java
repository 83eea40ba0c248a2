package dev.sluice.batches;

import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Chooses the batch that leaves its slot where all slots are taken and another one waits: one that
/// pauses, which does nothing with it; else one of a team that has two slots more than the one that
/// waits, so that no team has all slots for as long as its batches take. What leaves goes on from
/// its log, in its turn. Pure.
final class BatchSlots {
  /// How long a batch that pauses keeps its place from others of its own team.
  private static final long TURN = Duration.ofMinutes(5).toNanos();

  private BatchSlots() {}

  /// A batch that has a place.
  ///
  /// @param since when it took it, in nanoseconds
  record Holder(String id, String team, PauseReason pause, long since) {
    private boolean isIdle() {
      return switch (pause) {
        case BUDGET, KEY, FILES -> true;
        case NONE, DISK -> false;
      };
    }
  }

  /// The one that leaves for a batch of a team.
  ///
  /// @param holders all that have places
  static Optional<Holder> leaving(List<Holder> holders, String team, long now) {
    Map<String, Long> places = holders.stream().collect(groupingBy(Holder::team, counting()));
    long own = places.getOrDefault(team, 0L);
    return holders.stream()
        .filter(one -> leaves(one, places.getOrDefault(one.team(), 0L) - own, now))
        .max(
            Comparator.comparing(Holder::isIdle)
                .thenComparing(one -> places.getOrDefault(one.team(), 0L))
                .thenComparingLong(one -> now - one.since()));
  }

  private static boolean leaves(Holder one, long more, long now) {
    return one.isIdle() ? more > 0 || now - one.since() >= TURN : more > 1;
  }
}
