package dev.sluice.batches;

/// A question for some of a team's batches, the newest first.
///
/// @param api only those that were made by this API
/// @param after the id of the batch behind which they stand; empty for the first ones
/// @param before the id of the batch in front of which they stand, the nearest of those; empty
///   where none is named
/// @param most how many there may be
record ApiBatchQuery(ClientApi api, String after, String before, int most) {
  /// Whether the ones are asked for that are newer than a batch.
  boolean isNewer() {
    return !before.isEmpty();
  }

  /// The id of the batch that is named; empty for none.
  String cursor() {
    return isNewer() ? before : after;
  }
}
