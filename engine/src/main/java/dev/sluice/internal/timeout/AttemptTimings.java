package dev.sluice.internal.timeout;

import dev.sluice.call.Usage;

/// The timings of an attempt. Written on the loop; read by the call's thread when the attempt has
/// ended, and its caller's leaving is the one end that the loop may not know of yet: then only the
/// volatile fields are read.
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

  /// A meaningful event.
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

  /// Events could not come since the last one: it was not the target's doing.
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

  /// How long it has been silent by now.
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

  /// The duration of an event: of a token that is an upper bound, since an event is at least one.
  long perEvent() {
    return (long) (sum / (double) gaps);
  }
}
