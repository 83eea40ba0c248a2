package dev.sluice.batches;

/// The times of a batch, in milliseconds since 1970; 0 for what has not happened.
///
/// @param expires when its window ends
/// @param begun since when lines are called
/// @param finalizing since when its files are written
/// @param cancelling when its client has asked for its end
/// @param ended when it came to its last state
public record BatchTimes(
    long created, long expires, long begun, long finalizing, long cancelling, long ended) {

  /// The times of a batch that is made now.
  ///
  /// @param window how long it may take, in milliseconds
  public static BatchTimes from(long now, long window) {
    return new BatchTimes(now, now + window, 0, 0, 0, 0);
  }

  BatchTimes begun(long now) {
    return new BatchTimes(created, expires, now, finalizing, cancelling, ended);
  }

  BatchTimes finalizing(long now) {
    return new BatchTimes(created, expires, begun, now, cancelling, ended);
  }

  BatchTimes cancelling(long now) {
    return new BatchTimes(created, expires, begun, finalizing, now, ended);
  }

  BatchTimes ended(long now) {
    return new BatchTimes(created, expires, begun, finalizing, cancelling, now);
  }
}
