package dev.sluice.batches;

import java.util.Set;

/// A question for batches, whose answer comes from the newest one on.
///
/// @param team whose they are; empty for all
/// @param states in which they are; empty for any
/// @param after behind which they stand
public record BatchQuery(String team, Set<BatchState> states, Place after, int most) {
  public BatchQuery {
    states = Set.copyOf(states);
  }

  /// The place of a batch in the order of all, which it has although it may be gone since.
  ///
  /// @param created in milliseconds since 1970
  public record Place(long created, String id) {
    /// The place in front of the newest one.
    public static final Place FIRST = new Place(Long.MAX_VALUE, "");
  }
}
