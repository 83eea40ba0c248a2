package dev.sluice.report.minutes;

import dev.sluice.accounts.Accounts;
import dev.sluice.accounts.store.Store;
import dev.sluice.accounts.store.StoreException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;

/// The minutes of one gateway in a store. Safe for any thread; a method that waits says so.
public final class MinuteArchive {
  /// How far back the archive goes.
  public static final Duration KEPT = Duration.ofDays(31);

  private static final Duration BY_MINUTES = Duration.ofDays(2);

  /// How many quarters of an hour are made of minutes in one transaction, at most.
  private static final int AT_ONCE = 8;

  private final Accounts accounts;
  private final String gateway;
  private final long process;

  /// Makes the archive of a process.
  ///
  /// @param process tells this process from those before it; above 0
  public MinuteArchive(Accounts accounts, long process) {
    this.accounts = accounts;
    this.gateway = NodeName.in(accounts.folder());
    this.process = process;
  }

  /// Whether the store can be reached.
  public boolean isOpen() {
    return accounts.store().isPresent();
  }

  /// Hands minutes to the store, behind what waits already; returns at once.
  ///
  /// @return completed once they are there; empty where the store is away
  public Optional<CompletableFuture<Boolean>> add(List<StoredMinute> minutes) {
    return accounts
        .store()
        .map(
            store ->
                store.write(
                    sql -> {
                      MinuteTable.add(sql, gateway, process, minutes);
                      return true;
                    }));
  }

  /// Makes quarters of an hour of minutes that are two days old, and forgets what is older than a
  /// month; on the store's thread, and returns at once.
  ///
  /// @param now in milliseconds since 1970
  /// @return completed with how many quarters were made; empty where the store is away
  public Optional<CompletableFuture<Integer>> thin(long now) {
    return accounts.store().map(store -> thin(store, now));
  }

  private CompletableFuture<Integer> thin(Store store, long now) {
    long old = now - BY_MINUTES.toMillis();
    long bound = old - Math.floorMod(old, StoredMinute.QUARTER);
    return store.write(
        sql -> {
          MinuteTable.forget(sql, now - KEPT.toMillis());
          int joined = 0;
          while (joined < AT_ONCE && MinuteTable.join(sql, gateway, bound)) {
            joined++;
          }
          return joined;
        });
  }

  /// The counts of a span of time, without those that this process has made from `own` on. Waits.
  ///
  /// @param from in milliseconds since 1970
  /// @param to the first instant behind it
  /// @param own the instant from which this process has counted, in milliseconds since 1970
  public List<StoredMinute> between(long from, long to, long own)
      throws StoreException, InterruptedException {
    return accounts.read(sql -> MinuteTable.between(sql, gateway, from, to, process, own));
  }
}
