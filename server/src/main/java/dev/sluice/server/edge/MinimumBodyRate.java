package dev.sluice.server.edge;

import java.time.Duration;
import java.util.Optional;

/// The least rate at which a request's body must come: 1 KiB for each second of the last
/// [ClientTimeouts#body], once [ClientTimeouts#rateAfter] has passed, and never nothing for long.
/// Earlier fast bytes do not count, so that a large body which hardly goes on does not keep its
/// memory; one that keeps to the rate may take as long as it needs. Confined to the loop.
final class MinimumBodyRate {
  private static final int RATE = 1024;
  private static final long LOOK_NANOS = Duration.ofSeconds(1).toNanos();

  /// How many parts the window has; it moves on by one part at a time.
  private static final int PARTS = 10;

  private final long rateAfter;
  private final long silence;
  private final long part;
  private long begun;

  /// How many bytes had arrived by the end of each of the last parts; a ring.
  private final long[] arrivedBy = new long[PARTS];

  private int parts;
  private long lastPart;
  private long size;

  /// How many bytes had arrived when it began.
  private long first;

  private long moved;

  /// @param begun when the body could have begun to arrive, on
  ///   [dev.sluice.call.runtime.Clock#nanos]
  MinimumBodyRate(ClientTimeouts timeouts, long begun) {
    this.rateAfter = timeouts.rateAfter().toNanos();
    this.silence = timeouts.body().toNanos();
    this.part = Math.max(1, silence / PARTS);
    this.begun = begun;
    this.lastPart = begun;
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
  Optional<Duration> look(long arrived, long now) {
    remember(now);
    if (arrived != size) {
      size = arrived;
      moved = now;
    }
    long quiet = now - moved;
    return slow(now) || quiet >= silence
        ? Optional.empty()
        : Optional.of(Duration.ofNanos(Math.min(LOOK_NANOS, silence - quiet)));
  }

  /// Begins anew, as if the body began with what comes from now on.
  void restart(long arrived, long now) {
    begun = now;
    lastPart = now;
    moved = now;
    parts = 0;
    size = arrived;
    first = arrived;
  }

  /// Enters how many bytes had arrived by the end of each part that has passed. Between two looks
  /// nothing is measured; the bytes that had arrived at the first count.
  private void remember(long now) {
    while (now - lastPart >= part) {
      lastPart += part;
      arrivedBy[parts++ % PARTS] = size;
    }
  }

  private boolean slow(long now) {
    boolean full = parts >= PARTS;
    long since = full ? lastPart - (PARTS - 1) * part : begun;
    long before = full ? arrivedBy[parts % PARTS] : first;
    return now - begun >= rateAfter
        && size - before < RATE * Duration.ofNanos(now - since).toSeconds();
  }
}
