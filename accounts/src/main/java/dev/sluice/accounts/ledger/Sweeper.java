package dev.sluice.accounts.ledger;

import dev.sluice.accounts.store.Owners;
import dev.sluice.accounts.store.Sql;
import dev.sluice.accounts.store.Store;
import dev.sluice.call.runtime.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/// A sweeper that drops calls that are old enough, once a day. A wall clock that jumps is not
/// believed for a day, since what it would drop does not come back. Of several processes that share
/// a database one does it, by a lease ([Owners]). Confined to one thread.
final class Sweeper {
  private static final Duration DAY = Duration.ofDays(1);

  /// How long the sweeper leaves a store alone that has failed.
  private static final Duration PAUSE = Duration.ofMinutes(1);

  /// How long a process is the one that drops calls, and how long another one leaves it alone.
  private static final Duration LEASE = Duration.ofHours(1);

  private static final String TASK = "sweep";

  /// The epoch where no other process uses the store.
  private static final long ALONE = 0;

  private final LedgerConfig config;
  private final Owners owners;
  private final Clock clock;
  private LocalDate swept = LocalDate.MIN;
  private @Nullable Sweep under;
  private Instant lastWall;
  private long lastNanos;
  private long pausedUntil;

  /// A sweep of a day that is on its way.
  ///
  /// @param result whether this process was the one to do it
  private record Sweep(LocalDate day, CompletableFuture<Boolean> result) {}

  /// @param journal the id of the journal, which one process at a time has: a start goes on with
  ///   what the process before it was to do
  Sweeper(LedgerConfig config, String journal, Clock clock) {
    this.config = config;
    this.owners = new Owners(journal);
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
      under = new Sweep(today, sweep(store, first));
    }
  }

  /// Takes the task, and then drops calls as long as no other process has taken it meanwhile.
  private CompletableFuture<Boolean> sweep(Store store, LocalDate first) {
    return store
        .write(this::take)
        .thenCompose(
            epoch ->
                epoch.isPresent()
                    ? store.write(sql -> isSwept(sql, first, epoch.getAsLong()))
                    : CompletableFuture.completedFuture(false));
  }

  private OptionalLong take(Sql sql) {
    return sql.isPostgres() ? owners.take(sql, TASK, LEASE) : OptionalLong.of(ALONE);
  }

  private boolean isSwept(Sql sql, LocalDate first, long epoch) {
    if (sql.isPostgres()) {
      if (!owners.holds(sql, TASK, epoch)) {
        return false;
      }
      LeaseTable.dropOld(sql);
    }
    BlockTable.dropBefore(sql, first);
    return true;
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
    } else if (ended.result().join()) {
      swept = ended.day();
    } else {
      pausedUntil = Math.max(pausedUntil, nanos + LEASE.toNanos());
    }
  }

  private LocalDate day(Instant at) {
    return LocalDate.ofInstant(at, config.zone());
  }
}
