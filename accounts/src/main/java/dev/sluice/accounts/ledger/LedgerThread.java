package dev.sluice.accounts.ledger;

import dev.sluice.accounts.budget.Budgets;
import dev.sluice.accounts.budget.Period;
import dev.sluice.accounts.store.Store;
import dev.sluice.accounts.store.StoreException;
import dev.sluice.call.runtime.Bugs;
import dev.sluice.call.runtime.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// The thread that writes the journal to the store, a batch at a time. While a batch is on its way
/// it goes on making room in the journal.
final class LedgerThread implements AutoCloseable {
  private static final Duration TICK = Duration.ofMillis(100);

  /// How long the thread leaves a store alone that has failed.
  private static final Duration PAUSE = Duration.ofSeconds(1);

  private static final Duration LAST_WORK = Duration.ofSeconds(10);

  private final LedgerConfig config;
  private final Journal journal;
  private final Overflow overflow;
  private final Sources sources;
  private final BatchWriter writer;
  private final LedgerTrouble trouble = new LedgerTrouble();
  private volatile boolean kept = true;
  private final Sweeper sweeper;
  private final CountDownLatch closing = new CountDownLatch(1);
  private final Thread thread =
      Thread.ofPlatform().daemon().name("sluice-ledger").unstarted(this::run);

  /// Where the calls of this process begin in the journal.
  private final JournalPlace own;

  // Confined to the thread, and to the one that begins.
  private JournalReader reader;
  private final BatchReader batches;
  private final WriteSchedule schedule;

  /// The place up to which the store has everything, as it has said last.
  private JournalPlace written = JournalPlace.START;

  /// A place up to which the thread has read: budgets have counted what is in front of it.
  private volatile JournalPlace read;

  /// The leases of money, where other processes share the budgets.
  private final Optional<MoneyLeases> leases;

  private final SumsWriter sums;

  /// Budgets that are not told yet what was spent before.
  private Optional<BudgetRestore> restoring = Optional.empty();

  private @Nullable Sent sent;
  private long pausedUntil = Long.MIN_VALUE;
  private Optional<String> refusal = Optional.empty();

  /// The parts that the thread asks again and again.
  record Sources(Supplier<Optional<Store>> store, UnaryOperator<String> names, Clock clock) {}

  /// A batch that is on its way to the store.
  ///
  /// @param ofSums whether it is of those that stand in no journal
  private record Sent(WriteBatch batch, CompletableFuture<JournalPlace> result, boolean ofSums) {}

  LedgerThread(LedgerConfig config, Journal journal, Overflow overflow, Sources sources) {
    this.config = config;
    this.journal = journal;
    this.overflow = overflow;
    this.sources = sources;
    this.writer = new BatchWriter(journal.node(), sources.names());
    this.batches = new BatchReader(config.zone());
    this.schedule = new WriteSchedule(sources.clock().nanos());
    this.own = journal.end();
    this.sweeper = new Sweeper(config, journal.node(), sources.clock());
    this.read = own;
    this.leases = config.shared() ? Optional.of(leases(sources)) : Optional.empty();
    this.sums = new SumsWriter(journal.node(), sources.names(), own.segment());
    this.reader = journal.read(written);
  }

  private String process() {
    return FormerLeases.process(journal.node(), own.segment());
  }

  private MoneyLeases leases(Sources sources) {
    return new MoneyLeases(
        process(),
        config.zone(),
        sources.store(),
        () -> read,
        () -> !thread.isAlive() && journal.isEnd(written) && summedUp() == 0,
        sources.clock());
  }

  /// Begins to keep the ledger, as [Ledger#begin] says.
  void begin(Budgets budgets, Supplier<Map<String, Set<Period>>> owners) {
    leases.ifPresent(budgets::share);
    restoring =
        Optional.of(new BudgetRestore(budgets, owners, journal, own, config.zone(), leases));
    try {
      Optional<Store> store = sources.store().get();
      if (store.isPresent()) {
        restore(store.get());
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    thread.start();
  }

  Optional<String> trouble() {
    return trouble.now();
  }

  /// Whether everything that the ledger was told is on disk.
  boolean isKept() {
    return kept;
  }

  void onTrouble(Consumer<Optional<String>> listener) {
    trouble.onChange(listener);
  }

  private void run() {
    try {
      while (closing.getCount() > 0) {
        boolean more = work();
        tell();
        rest(more ? Duration.ZERO : schedule.rest(sources.clock().nanos(), TICK));
      }
      finish();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /// Rests until the batch that is on its way has arrived, or the thread is to end.
  private void rest(Duration most) throws InterruptedException {
    Sent under = sent;
    if (under != null) {
      await(under, most);
    } else if (closing.getCount() > 0) {
      boolean _ = closing.await(most.toNanos(), TimeUnit.NANOSECONDS);
    } else {
      TimeUnit.NANOSECONDS.sleep(most.toNanos());
    }
  }

  private static void await(Sent batch, Duration most) throws InterruptedException {
    var ended = new CountDownLatch(1);
    var _ = batch.result().whenComplete((_, _) -> ended.countDown());
    boolean _ = ended.await(most.toNanos(), TimeUnit.NANOSECONDS);
  }

  /// Does the work that is due.
  ///
  /// @return whether there is more to do at once
  private boolean work() throws InterruptedException {
    try {
      journal.tend();
      refill();
      return step();
    } catch (RuntimeException | Error bug) {
      Bugs.report("a bug keeps the ledger from the store", bug);
      refused("a bug: " + bug);
      return false;
    }
  }

  /// Appends sums, once the journal has room again for what was summed up.
  private void refill() {
    if (overflow.calls() == 0 || journal.trouble().isPresent()) {
      return;
    }
    for (Entry sum : overflow.take()) {
      Ledger.record(sum, journal, overflow);
    }
  }

  private boolean step() throws InterruptedException {
    Sent under = sent;
    if (under != null) {
      return under.result().isDone() && ended(under);
    }
    Optional<Store> store = sources.store().get();
    if (store.isEmpty() || sources.clock().nanos() < pausedUntil) {
      return false;
    }
    if (restoring.isPresent()) {
      restore(store.get());
    }
    sweeper.look(store.get());
    if (restoring.isEmpty()
        && (closing.getCount() == 0 || schedule.isDue(sources.clock().nanos()))) {
      send(store.get());
    }
    return false;
  }

  private void restore(Store store) throws InterruptedException {
    try {
      Optional<BudgetRestore.Before> before =
          restoring.orElseThrow().restore(store, sources.clock().wall().toEpochMilli());
      if (before.isEmpty()) {
        refused("the system does not give a page of the journal");
        return;
      }
      batches.know(before.get().tags());
      batches.knowKinds(before.get().kinds());
      written = before.get().place();
      reader = journal.read(written);
      restoring = Optional.empty();
    } catch (StoreException e) {
      refused(String.valueOf(e.getMessage()));
    }
  }

  private void send(Store store) {
    if (sums.isEmpty() && overflow.calls() > 0) {
      sums.take(overflow.take());
    }
    if (sums.isEmpty()) {
      sendBatch(store);
    } else {
      WriteBatch batch = sums.batch(batches);
      send(batch, store.write(sql -> sums.write(sql, batch)), true);
    }
  }

  private void send(WriteBatch batch, CompletableFuture<JournalPlace> result, boolean ofSums) {
    schedule.begun(sources.clock().nanos());
    sent = new Sent(batch, result, ofSums);
  }

  private void sendBatch(Store store) {
    WriteBatch batch = batches.read(reader, written);
    read = later(reader.place());
    if (batch.isEmpty()) {
      allWritten();
    } else {
      send(batch, store.write(sql -> writer.write(sql, batch)), false);
    }
  }

  /// Nothing that was read once is not counted although it is read again.
  private JournalPlace later(JournalPlace place) {
    return place.compareTo(read) > 0 ? place : read;
  }

  /// Notes that the store has all entries. Segments without entries, which starts leave, are done
  /// with.
  private void allWritten() {
    journal.written(reader.place());
    refusal = Optional.empty();
  }

  /// Ends a write.
  ///
  /// @return whether there is more to write
  private boolean ended(Sent under) throws InterruptedException {
    sent = null;
    try {
      JournalPlace place = under.result().get();
      boolean more = under.ofSums() ? sumsWritten(place) : written(place, under.batch());
      refusal = more ? refusal : Optional.empty();
      return more;
    } catch (ExecutionException e) {
      refused(String.valueOf(e.getCause() == null ? e.getMessage() : e.getCause().getMessage()));
      return false;
    }
  }

  private boolean sumsWritten(JournalPlace place) {
    sums.written(place);
    schedule.makeDue(sources.clock().nanos());
    return true;
  }

  /// Goes on behind a place, which is not the end of the batch where the store has more than this
  /// process knew, or less.
  private boolean written(JournalPlace place, WriteBatch batch) {
    boolean more = batch.more();
    written = place;
    if (place.equals(batch.end())) {
      batches.written(batch);
    } else {
      reader = journal.read(place);
      more = true;
    }
    journal.written(place);
    if (more) {
      schedule.makeDue(sources.clock().nanos());
    }
    return more;
  }

  /// Goes back to what the store has: entries that were read and not written are read again.
  private void refused(String why) {
    reader = journal.read(written);
    refusal = Optional.of(why);
    pausedUntil = sources.clock().nanos() + PAUSE.toNanos();
  }

  private void tell() {
    Optional<String> ofJournal = LedgerTrouble.ofJournal(journal.trouble(), summedUp());
    kept = ofJournal.isEmpty();
    trouble.tell(
        ofJournal, refusal.map(why -> "the store takes no spend, which the journal keeps: " + why));
  }

  private long summedUp() {
    return overflow.calls() + sums.calls();
  }

  /// Writes what is left at the end.
  private void finish() throws InterruptedException {
    long until = sources.clock().nanos() + LAST_WORK.toNanos();
    boolean done = false;
    while (!done && sources.clock().nanos() < until) {
      boolean more = work();
      done = !more && sent == null && isDone();
      rest(done || more ? Duration.ZERO : TICK);
    }
    if (summedUp() > 0) {
      journal.tell(LedgerTrouble.lost(summedUp()));
    }
  }

  /// Whether nothing is left to do: what the journal has is there for the next process; what it has
  /// not taken is tried again.
  private boolean isDone() {
    if (summedUp() > 0) {
      return false;
    }
    return refusal.isPresent() || sources.store().get().isEmpty() || journal.isEnd(reader.place());
  }

  @Override
  public void close() {
    closing.countDown();
    try {
      boolean begun = thread.isAlive();
      boolean _ = begun && thread.join(LAST_WORK.plus(LAST_WORK));
      leases.ifPresent(MoneyLeases::close);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
