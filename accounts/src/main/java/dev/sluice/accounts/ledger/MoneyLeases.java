package dev.sluice.accounts.ledger;

import dev.sluice.accounts.budget.MoneyShare;
import dev.sluice.accounts.budget.SharedWindow;
import dev.sluice.accounts.ledger.LeaseTable.Amount;
import dev.sluice.accounts.ledger.LeaseTable.Grant;
import dev.sluice.accounts.ledger.LeaseTable.OwnedWindow;
import dev.sluice.accounts.ledger.LeaseTable.Want;
import dev.sluice.accounts.store.Sql;
import dev.sluice.accounts.store.Store;
import dev.sluice.accounts.store.Work;
import dev.sluice.call.runtime.Bugs;
import dev.sluice.call.runtime.Clock;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/// The leases of money of a process, in PostgreSQL: renews them once a second, and as soon as calls
/// find no room. All calls that ask within some milliseconds are one transaction. Safe for any
/// thread.
///
/// Where the database is away the last leases hold: no call waits for it, none is granted more.
final class MoneyLeases implements MoneyShare, AutoCloseable {
  private static final Duration TICK = Duration.ofSeconds(1);

  /// How long calls are gathered that ask.
  private static final Duration GATHER = Duration.ofMillis(5);

  /// From when on calls are not asked for, since the database does not answer.
  private static final long SLOW_NS = Duration.ofMillis(500).toNanos();

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  /// How many nodes may renew once a second; where there are more, each does less often.
  private static final long MOST_A_SECOND = 100;

  private final LeaseTable table;
  private final Supplier<Optional<Store>> store;
  private final Supplier<JournalPlace> place;
  private final BooleanSupplier isWritten;
  private final Clock clock;
  private final Map<OwnedWindow, Lease> leases = new ConcurrentHashMap<>();
  private final ConcurrentLinkedQueue<Telling> tellings = new ConcurrentLinkedQueue<>();
  private final BlockingQueue<Boolean> woken = new ArrayBlockingQueue<>(1);
  private final Thread thread =
      Thread.ofPlatform().daemon().name("sluice-leases").unstarted(this::run);

  /// When the transaction under way began, 0 for none; whether the last one has failed.
  private volatile long began;

  private volatile boolean away = true;
  private volatile boolean closing;
  private volatile long nodes = 1;

  /// What is to be told by one of all processes.
  record Telling(OwnedWindow key, boolean ended, long limit, Runnable telling) {}

  /// @param process tells this process from all others
  /// @param place a place of the journal; the budgets have counted all that is in front of it
  /// @param isWritten whether the store has all of the journal
  MoneyLeases(
      String process,
      ZoneId zone,
      Supplier<Optional<Store>> store,
      Supplier<JournalPlace> place,
      BooleanSupplier isWritten,
      Clock clock) {
    this.table = new LeaseTable(process, zone);
    this.store = store;
    this.place = place;
    this.isWritten = isWritten;
    this.clock = clock;
  }

  /// Begins to renew, once what was spent before is known.
  void begin() {
    away = false;
    if (!thread.isAlive() && !closing) {
      thread.start();
    }
  }

  LeaseTable table() {
    return table;
  }

  @Override
  public CompletableFuture<Boolean> more(SharedWindow window, long likely, long worst) {
    long now = clock.nanos();
    var answer = new CompletableFuture<Boolean>();
    boolean slow = began != 0 && now - began > SLOW_NS;
    boolean asked =
        !away
            && !slow
            && !closing
            && lease(window).ask(window, new Amount(likely, worst), answer, now);
    if (asked) {
      wake();
    } else {
      answer.complete(false);
    }
    return answer;
  }

  @Override
  public void ahead(SharedWindow window) {
    lease(window).change(window);
    wake();
  }

  @Override
  public void once(SharedWindow window, boolean ended, Runnable telling) {
    OwnedWindow key = new OwnedWindow(window.owner(), window.span());
    tellings.add(new Telling(key, ended, window.limits().likely(), telling));
    wake();
  }

  private Lease lease(SharedWindow window) {
    OwnedWindow key = new OwnedWindow(window.owner(), window.span());
    return leases.computeIfAbsent(key, _ -> new Lease(window, clock.nanos()));
  }

  private void wake() {
    boolean _ = woken.offer(true);
  }

  private void run() {
    try {
      while (!closing) {
        long millis = Math.max(TICK.toMillis(), TICK.toMillis() * nodes / MOST_A_SECOND);
        boolean asked = woken.poll(millis, TimeUnit.MILLISECONDS) != null;
        if (asked) {
          TimeUnit.MILLISECONDS.sleep(GATHER.toMillis());
          woken.clear();
        }
        renew();
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private void renew() throws InterruptedException {
    try {
      Optional<Store> open = store.get();
      if (open.isEmpty()) {
        failed();
      } else {
        round(open.get());
      }
    } catch (RuntimeException bug) {
      Bugs.report("a bug keeps money from being leased", bug);
      failed();
    }
  }

  private void round(Store open) throws InterruptedException {
    long wall = clock.wall().toEpochMilli();
    leases.values().removeIf(lease -> lease.isOver(wall));
    // What is in front of this place must be in the sums, which are read behind it.
    JournalPlace before = place.get();
    Map<OwnedWindow, Want> wants = new TreeMap<>();
    leases.forEach(
        (key, lease) -> {
          if (lease.isDue()) {
            wants.put(key, lease.want(clock.nanos()));
          }
        });
    List<Telling> told = List.copyOf(tellings);
    if (wants.isEmpty() && told.isEmpty() && !away) {
      return;
    }
    Optional<Answer> answer = await(open, sql -> answer(sql, wants, told, before));
    if (answer.isEmpty()) {
      failed();
      return;
    }
    away = false;
    tellings.removeAll(told);
    answer.get().grants().forEach(this::granted);
    answer.get().mine().forEach(telling -> telling.telling().run());
  }

  /// What a transaction has come to.
  ///
  /// @param mine what this process is to tell
  private record Answer(Map<OwnedWindow, Grant> grants, List<Telling> mine) {}

  private Answer answer(
      Sql sql, Map<OwnedWindow, Want> wants, List<Telling> told, JournalPlace before) {
    Map<OwnedWindow, Grant> grants = table.renew(sql, wants, before);
    return new Answer(grants, told.stream().filter(one -> LeaseTable.isFirst(sql, one)).toList());
  }

  private <T> Optional<T> await(Store open, Work<T> work) throws InterruptedException {
    began = Math.max(1, clock.nanos());
    try {
      return Optional.of(open.lease(work).get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
    } catch (ExecutionException | TimeoutException _) {
      return Optional.empty();
    } finally {
      began = 0;
    }
  }

  private void granted(OwnedWindow key, Grant grant) {
    nodes = Math.max(1, grant.nodes());
    Lease lease = leases.get(key);
    if (lease != null) {
      lease.granted(grant, clock.nanos());
    }
  }

  private void failed() {
    away = true;
    leases.values().forEach(Lease::refused);
  }

  /// Ends. To be called once all calls have ended and the ledger is closed.
  @Override
  public void close() {
    closing = true;
    wake();
    try {
      boolean _ = thread.isAlive() && thread.join(PATIENCE);
      JournalPlace end = place.get();
      boolean whole = isWritten.getAsBoolean();
      Map<OwnedWindow, Long> spent = new TreeMap<>();
      leases.forEach((key, lease) -> spent.put(key, lease.spent()));
      Optional<Store> open = store.get();
      if (open.isPresent() && (whole || !spent.isEmpty())) {
        Optional<Boolean> _ = await(open.get(), sql -> ended(sql, spent, end, whole));
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean ended(Sql sql, Map<OwnedWindow, Long> spent, JournalPlace end, boolean whole) {
    if (whole) {
      table.end(sql, spent, end);
    } else {
      table.write(sql, spent, end);
    }
    return whole;
  }
}
