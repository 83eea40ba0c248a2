package dev.sluice.cluster.lease;

/// What a node knows of its cluster. Immutable.
///
/// @param alone whether Redis does not answer, so that the node keeps to its share
/// @param since when the node was alone first, or heard of Redis again, in nanoseconds
/// @param nodes how many members count, this one included: at least 1
/// @param missing of how many of these the share is held back
/// @param newcomer whether others may not count this node yet, so that its purses have no size
/// @param overlap two beats, in seconds: how long two nodes may count the same share
public record View(
    boolean alone, long since, int nodes, int missing, boolean newcomer, double overlap) {
  private static final double PURSES = 0.6;
  private static final double PART = 0.2;
  private static final double SLACK = 0.05;

  /// Returns the part of a limit that may be leased.
  double part() {
    return (double) (nodes - missing) / nodes;
  }

  /// Returns how many seconds of a rate a purse may hold.
  ///
  /// @param window how many seconds' worth may be used at once
  double purse(double window) {
    return newcomer ? 0 : Math.min(PURSES, PART * window) / nodes;
  }

  /// Returns how many seconds of a rate the centre leaves free: for all purses, for shares that are
  /// counted twice, and for what is on its way.
  double free(double window) {
    return Math.min(PURSES, PART * window) + Math.min(overlap, PART * window) + SLACK;
  }

  /// Returns how many seconds later than [#since] a node begins to use its share, since the centre
  /// has not left enough free for both.
  double delay(double window) {
    return Math.max(0, overlap - PART * window);
  }
}
