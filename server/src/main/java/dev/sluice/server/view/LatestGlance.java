package dev.sluice.server.view;

import dev.sluice.call.runtime.Clock;
import dev.sluice.report.Reporter.Glance;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/// The latest glance at a report, made up again when it is asked for and five seconds old, since a
/// report costs more than the rest of a page. Safe for any thread.
final class LatestGlance {
  private static final long HOLDS_NANOS = Duration.ofSeconds(5).toNanos();

  private final Supplier<Glance> source;
  private final Clock clock;
  private volatile Optional<Timed> last = Optional.empty();

  private record Timed(Glance glance, long at) {}

  LatestGlance(Supplier<Glance> source, Clock clock) {
    this.source = source;
    this.clock = clock;
  }

  Glance now() {
    long now = clock.nanos();
    Optional<Timed> known = last.filter(timed -> now - timed.at() < HOLDS_NANOS);
    if (known.isPresent()) {
      return known.get().glance();
    }
    Glance glance = source.get();
    last = Optional.of(new Timed(glance, now));
    return glance;
  }
}
