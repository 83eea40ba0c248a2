package dev.sluice.accounts.ledger;

import dev.sluice.accounts.store.Store;
import dev.sluice.call.runtime.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// A sweeper that drops calls that are old enough, once a day. A wall clock that jumps is not
/// believed for a day, since what it would drop does not come back. Confined to one thread.
final class Sweeper {
  private static final Duration DAY = Duration.ofDays(1);

  /// How long the sweeper leaves a store alone that has failed.
  private static final Duration PAUSE = Duration.ofMinutes(1);

  private final LedgerConfig config;
  private final Clock clock;
  private LocalDate swept = LocalDate.MIN;
  private @Nullable Sweep under;
  private Instant lastWall;
  private long lastNanos;
  private long pausedUntil;

  /// A sweep of a day that is on its way.
  private record Sweep(LocalDate day, CompletableFuture<Long> result) {}

  Sweeper(LedgerConfig config, Clock clock) {
    this.config = config;
    this.clock = clock;
    this.lastWall = clock.wall();
    this.lastNanos = clock.nanos();
    this.pausedUntil = lastNanos;
  }

  /// Drops what is old enough, where that was not done today.
  void look(Store store) {
    Instant wall = clock.wall();
    long nanos = clock.nanos();
    if (jumped(wall, nanos)) {
      pausedUntil = nanos + DAY.toNanos();
    }
    lastWall = wall;
    lastNanos = nanos;
    end(nanos);
    LocalDate today = day(wall);
    if (under == null && !today.equals(swept) && nanos - pausedUntil >= 0) {
      LocalDate first = day(wall.minus(config.keep()));
      under = new Sweep(today, store.write(sql -> BlockTable.dropBefore(sql, first)));
    }
  }

  private boolean jumped(Instant wall, long nanos) {
    Duration passed = Duration.ofNanos(nanos - lastNanos);
    return Duration.between(lastWall, wall).minus(passed).abs().compareTo(DAY) > 0;
  }

  private void end(long nanos) {
    Sweep ended = under;
    if (ended == null || !ended.result().isDone()) {
      return;
    }
    under = null;
    if (ended.result().isCompletedExceptionally()) {
      pausedUntil = Math.max(pausedUntil, nanos + PAUSE.toNanos());
    } else {
      swept = ended.day();
    }
  }

  private LocalDate day(Instant at) {
    return LocalDate.ofInstant(at, config.zone());
  }
}
