package dev.sluice.internal.timeout;

import dev.sluice.call.Usage;

/// The timings of an attempt. Written on the loop, read by the call's thread when the attempt has
/// ended. The loop may not know of one end yet, that the caller has left: then only the volatile
/// fields are read.
final class AttemptTimings {
  private static final int ENOUGH_EVENTS = 16;

  // Instants on the clock, set once; 0 until then.
  private volatile long connected;
  private volatile long first;

  // Confined to the loop until the attempt has ended.
  private long last;
  private long gaps;
  private long longest;
  private double sum;
  private double squares;
  private Usage usage = Usage.NONE;

  void connected(long now) {
    connected = now;
  }

  /// Forgets the timings of an answer that was not used.
  void forget() {
    connected = 0;
  }

  /// Records a meaningful event.
  void event(long now) {
    if (last == 0) {
      first = now;
    } else {
      gap(now - last);
    }
    last = now;
  }

  /// Records the attempt's usage so far.
  void used(Usage sofar) {
    usage = sofar;
  }

  /// Begins the silence anew: since the last event none could come, through no fault of the target.
  void resumed(long now) {
    if (last != 0) {
      last = now;
    }
  }

  private void gap(long nanos) {
    gaps++;
    sum += (double) nanos;
    squares += (double) nanos * nanos;
    longest = Math.max(longest, nanos);
  }

  boolean isConnected() {
    return connected != 0;
  }

  boolean hasFirst() {
    return first != 0;
  }

  long connectedAt() {
    return connected;
  }

  long firstAfter() {
    return first - connected;
  }

  Usage usage() {
    return usage;
  }

  /// Returns how long the attempt has been silent, in nanoseconds.
  long silence(long now) {
    return now - last;
  }

  long gaps() {
    return gaps;
  }

  long longest() {
    return longest;
  }

  double sum() {
    return sum;
  }

  double squares() {
    return squares;
  }

  /// Whether there are enough events to derive the time per token.
  boolean tellsPace() {
    return gaps >= ENOUGH_EVENTS;
  }

  /// Returns the mean time per event, in nanoseconds: an upper bound for the time per token, since
  /// an event holds at least one.
  long perEvent() {
    return (long) (sum / (double) gaps);
  }
}
