package dev.sluice.server.edge;

import java.time.Duration;
import java.util.Optional;

/// Whether a request's body comes fast enough: 1 KiB for each second once some time has passed, and
/// never nothing for long. However large it is, it may take as long as it keeps to that. Confined
/// to the loop.
final class BodyPace {
  private static final int RATE = 1024;
  private static final long LOOK_NANOS = Duration.ofSeconds(1).toNanos();

  private final long rateAfter;
  private final long silence;
  private final long begun;
  private int size;
  private long moved;

  /// @param begun when the body could have begun to arrive, on [dev.sluice.call.Clock#nanos]
  BodyPace(Patience patience, long begun) {
    this.rateAfter = patience.rateAfter().toNanos();
    this.silence = patience.body().toNanos();
    this.begun = begun;
    this.moved = begun;
  }

  /// How long to wait before the first look.
  Duration first() {
    return Duration.ofNanos(Math.min(rateAfter, silence));
  }

  /// Looks.
  ///
  /// @param arrived how many bytes have arrived
  /// @return how long to wait before the next look; empty if it is too slow
  Optional<Duration> look(int arrived, long now) {
    if (arrived != size) {
      size = arrived;
      moved = now;
    }
    long age = now - begun;
    long quiet = now - moved;
    boolean slow = age >= rateAfter && arrived < RATE * Duration.ofNanos(age).toSeconds();
    return slow || quiet >= silence
        ? Optional.empty()
        : Optional.of(Duration.ofNanos(Math.min(LOOK_NANOS, silence - quiet)));
  }
}
