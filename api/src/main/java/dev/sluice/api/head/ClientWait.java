package dev.sluice.api.head;

import dev.sluice.call.runtime.Deadline;
import java.time.Duration;

/// The time that a client waits, from the arrival of its request's last byte on.
///
/// @param whole for the last byte of its answer
/// @param first for the first byte; of an answer that is not streamed that is all of it
public record ClientWait(Duration whole, Duration first) {
  /// The wait of a client that names no time, or a longer one.
  static final Duration LATEST = Duration.ofHours(24);

  private static final ClientWait NONE = new ClientWait(LATEST, LATEST);

  /// A client's own timer has begun before its request was here, and the gateway's answer needs its
  /// time to get there: a round trip around the world takes 0.3 s. So the answer is to be there by
  /// so much earlier, in parts of the time and at most.
  private static final int MARGIN = 20;

  private static final double MARGIN_MOST = 0.5;

  /// The time that the client promises to wait for the whole of any answer.
  static ClientWait promised(Duration deadline) {
    return new ClientWait(deadline, deadline);
  }

  /// The wait that the client's own timeout implies. Some clients bound the whole call by it,
  /// others what they read next; a stream that has begun is left to the client, which cuts it
  /// itself if it has to.
  ///
  /// @param seconds positive; infinite where nothing was said
  static ClientWait remarked(double seconds) {
    if (seconds >= LATEST.toSeconds()) {
      return NONE;
    }
    double first = seconds - Math.min(seconds / MARGIN, MARGIN_MOST);
    return new ClientWait(LATEST, Duration.ofNanos((long) (first * 1e9)));
  }

  /// The deadline of a call that arrived at `arrived`.
  public Deadline from(long arrived, boolean stream) {
    return stream
        ? Deadline.in(whole, arrived).beginningIn(first, arrived)
        : Deadline.in(first, arrived);
  }
}
