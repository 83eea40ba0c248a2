package dev.sluice.accounts;

import dev.sluice.accounts.audit.AuditEntry;
import dev.sluice.accounts.audit.AuditFilter;
import dev.sluice.accounts.audit.AuditLog;
import dev.sluice.accounts.key.KeyCopy;
import dev.sluice.accounts.key.KeyRing;
import dev.sluice.accounts.key.KeyRings;
import dev.sluice.accounts.key.KeyTable;
import dev.sluice.accounts.store.Sql;
import dev.sluice.accounts.store.Store;
import dev.sluice.accounts.store.StoreConfig;
import dev.sluice.accounts.store.StoreException;
import dev.sluice.accounts.store.StoreException.Problem;
import dev.sluice.accounts.store.Work;
import dev.sluice.call.runtime.Bugs;
import dev.sluice.call.runtime.Clock;
import dev.sluice.call.runtime.Rollback;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/// The accounts of a store: opens it, keeps the snapshot of its keys up to date, and goes on
/// without it.
///
/// ```text
/// open ── the store opens ──────────────────────────> present <── opened again, a look a second ──┐
///      ── it does not, there is a last copy ──> away ─────┴── a look fails ──> away ──────────────┘
///      ── it does not, there is none ──> StoreException
/// ```
///
/// A store that is empty although there was one is away, too: no look makes its tables anew, which
/// would end every key. [#createStore] does.
///
/// Safe for any thread. What waits for the store says so, and is not for a call's thread or a loop.
public final class Accounts implements AutoCloseable {
  /// How long a change that another process has made goes unseen at most.
  private static final Duration LOOK_EACH = Duration.ofSeconds(1);

  private static final Duration LAST_LOOK = Duration.ofSeconds(15);

  /// The problems for which no copy of the keys makes up: the operator must do something first.
  private static final Set<Problem> FATAL = Set.of(Problem.LOCKED, Problem.NEWER);

  private final StoreConfig config;
  private final KeyCopy copy;
  private final CopyKeeper copies;
  private final KeyRings rings;
  private final ChangeMakers changes;
  private final PeopleWatch sessions;
  private final KeyPublisher publisher;
  private final List<Consumer<Store>> openings = new CopyOnWriteArrayList<>();
  private final BlockingQueue<Boolean> woken = new ArrayBlockingQueue<>(1);
  private volatile boolean closing;
  private final Thread looking =
      Thread.ofPlatform().daemon().name("sluice-accounts").unstarted(this::lookOn);

  /// Held by the thread that opens the store, or closes it since it is gone.
  private final ReentrantLock opening = new ReentrantLock();

  private volatile @Nullable Store store;

  private final OtherProcesses others = new OtherProcesses(this::lookAtKeys, this::wake);

  /// Whether the store was ever open: from then on none is made where it is missing, although the
  /// copy of its keys may be missing with it.
  private volatile boolean known;

  private final StoreTrouble trouble = new StoreTrouble();

  private Accounts(StoreConfig config, Clock clock) {
    this.config = config;
    this.copy = new KeyCopy(config.path());
    this.rings = new KeyRings(() -> clock.wall().toEpochMilli());
    this.copies = new CopyKeeper(copy, config.name(), rings::now);
    this.publisher = new KeyPublisher(rings, copies);
    this.changes = ChangeMakers.of(this::commit, clock);
    this.sessions = new PeopleWatch(() -> clock.wall().toEpochMilli());
  }

  /// Opens a store. May take seconds where it is away; for a thread of its own beside a start.
  ///
  /// @throws StoreException if it cannot be opened, and no last copy of the keys will do
  public static Accounts open(StoreConfig config, Clock clock)
      throws StoreException, InterruptedException {
    var accounts = new Accounts(config, clock);
    try {
      accounts.openStore(accounts.copy.exists());
    } catch (StoreException why) {
      accounts.goOnWithout(why);
    }
    accounts.copies.begin();
    accounts.looking.start();
    return accounts;
  }

  /// Opens the store.
  ///
  /// @param mustExist whether there must be one, and none is made
  private void openStore(boolean mustExist) throws StoreException, InterruptedException {
    openStore(
        mustExist, opened -> GoneStore.checkKeys(opened, GoneStore.lastKnown(rings.now(), copy)));
  }

  /// Opens the store, with work that is done first.
  ///
  /// @param first what is done with it before anybody learns that it is open
  private void openStore(boolean mustExist, GoneStore.First first)
      throws StoreException, InterruptedException {
    Store opened = Store.open(config, mustExist);
    try (var rollback = Rollback.of(() -> undo(opened))) {
      opened.checkTables();
      first.with(opened);
      KeyRing ring = opened.read(KeyTable::ring);
      store = opened;
      known = true;
      publisher.opened(ring);
      present();
      sessions.look(opened);
      rollback.keep();
    }
    openings.forEach(opening -> opening.accept(opened));
    publisher.tell();
  }

  private void undo(Store opened) {
    store = null;
    opened.close();
  }

  private void goOnWithout(StoreException why) throws StoreException {
    if (FATAL.contains(why.problem())) {
      throw why;
    }
    rings.use(GoneStore.lastCopy(copy, why, config.name()));
    away(why);
  }

  /// The snapshots of keys, for calls.
  public KeyRings keys() {
    return rings;
  }

  /// The name of a key; its id where the store has none of it.
  public String nameOf(String id) {
    return keys().now().key(id).map(key -> key.principal().name()).orElse(id);
  }

  /// The changes of teams and keys that an operator may make.
  public AccountChanges changes() {
    return changes.accounts();
  }

  /// The removal of what the store has of a person, a team or a key.
  public Forgetting forgetting() {
    return changes.forgetting();
  }

  /// The changes of people, groups and sessions.
  public PeopleChanges people() {
    return changes.people();
  }

  /// The sessions of people, as they are read from now on.
  public PeopleWatch sessions() {
    return sessions;
  }

  /// Says why the store cannot be used now, or its keys not be copied; empty where both can.
  public Optional<String> trouble() {
    return trouble.now();
  }

  /// The name of the store in messages.
  public String name() {
    return config.name();
  }

  /// The folder of this process's own files.
  public Path folder() {
    return config.path();
  }

  /// The store; empty while it is not open.
  public Optional<Store> store() {
    return Optional.ofNullable(store);
  }

  /// The store.
  ///
  /// @throws StoreException if it is not open
  public Store opened() throws StoreException {
    return store()
        .orElseThrow(() -> StoreException.away(name(), trouble().orElse("it is not open")));
  }

  /// Calls `listener` with the ids of keys whose running calls are to end, on the thread that has
  /// learned of it.
  public void onCut(Consumer<Set<String>> listener) {
    publisher.onCut(listener);
  }

  /// Calls `listener` with the snapshot of keys that holds, at once and whenever it has changed, by
  /// this process or another one, on the thread that has learned of it. One call at a time: the
  /// snapshot that is told last is the one that holds.
  public void onChange(Consumer<KeyRing> listener) {
    publisher.onChange(listener);
  }

  /// Calls `listener` when the store goes away, or its keys cannot be copied, with the reason, when
  /// it turns out to be gone, and when it is back, with nothing; at once where it is away now.
  public void onTrouble(Consumer<Optional<String>> listener) {
    trouble.onChange(listener);
  }

  /// Calls `listener` with each store that is opened from now on, on the thread that has opened it.
  public void onOpen(Consumer<Store> listener) {
    openings.add(listener);
  }

  /// The entries of the audit log before a number, the newest first. Waits.
  ///
  /// @param before 0 for all
  public List<AuditEntry> audit(long before, int most, AuditFilter filter)
      throws StoreException, InterruptedException {
    return there().ask(sql -> AuditLog.before(sql, before, most, filter));
  }

  /// Checks the audit log. Waits.
  public AuditLog.Verdict verifyAudit() throws StoreException, InterruptedException {
    try {
      return there().ask(AuditLog::verify);
    } catch (StoreException why) {
      throw why.problem() == Problem.SLOW ? StoreException.slowToVerify(config.name()) : why;
    }
  }

  /// Runs work that answers a question of a person and only reads the store, for 8 s at most.
  /// Waits.
  public <T> T read(Work<T> work) throws StoreException, InterruptedException {
    return there().ask(work);
  }

  private Store there() throws StoreException {
    Store open = store;
    if (open == null) {
      throw StoreException.away(config.name(), trouble.now().orElse("it is not open"));
    }
    return open;
  }

  private <T> T commit(Function<Sql, T> change) throws StoreException, InterruptedException {
    return OtherProcesses.besideThem(() -> commitOnce(change));
  }

  private <T> T commitOnce(Function<Sql, T> change) throws StoreException, InterruptedException {
    Store open = there();
    Committed<T> done = open.await(open.write(sql -> committed(sql, change)));
    publisher.changed(done.ring());
    sessions.lookAfterChange(open);
    return done.answer();
  }

  private record Committed<T>(T answer, KeyRing ring) {}

  /// Makes a change; keys are read again where it, or another process, has changed some.
  private <T> Committed<T> committed(Sql sql, Function<Sql, T> change) {
    T answer = change.apply(sql);
    OtherProcesses.tell(sql);
    return new Committed<>(answer, KeyTable.ring(sql, rings.now()));
  }

  /// Hears at once of what other processes change from now on, beside the look a second: for
  /// PostgreSQL that several gateways share.
  ///
  /// @param orders is told what else is told to all of them, on a thread of its own
  public void listen(Consumer<String> orders) {
    others.listen(config, orders);
  }

  private void lookOn() {
    try {
      while (!closing) {
        Boolean _ = woken.poll(LOOK_EACH.toMillis(), TimeUnit.MILLISECONDS);
        if (!closing) {
          look();
        }
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  /// Lets the look that is due within a second begin now.
  private void wake() {
    boolean _ = woken.offer(true);
  }

  /// Looks whether keys have changed, and at nothing else, on the connection that listens for
  /// notices: no other work of the store is in front of it. A store that is gone is left to
  /// [#look].
  private void lookAtKeys(Sql sql) {
    Store open = store;
    KeyRing known = rings.now();
    if (open != null) {
      Optional<KeyRing> changed = GoneStore.changed(sql, known);
      changed.ifPresent(read -> publisher.read(read, known, () -> store == open));
    }
  }

  /// Looks whether the store is there, and whether its keys have changed.
  void look() throws InterruptedException {
    opening.lockInterruptibly();
    try {
      lookOrOpen();
    } catch (StoreException why) {
      away(why);
    } catch (RuntimeException bug) {
      Bugs.report("a bug ended a look at the store", bug);
    } finally {
      opening.unlock();
    }
  }

  /// Makes a new store in the place of one that is gone, which ends all keys that are known, and
  /// their calls that run in this process. Waits.
  ///
  /// @param actor who does it, for the audit log
  /// @throws ChangeRefused if it is not gone
  public void createStore(String actor) throws StoreException, InterruptedException {
    opening.lockInterruptibly();
    try {
      GoneStore.require(this::lookOrOpen, this::away, config.name());
      KeyRing before = rings.now();
      GoneStore.replace(
          () -> openStore(false, made -> changes.accounts().recordNewStore(made, actor, before)));
      publisher.cut(rings.now().missingSince(before));
    } finally {
      opening.unlock();
    }
  }

  private void lookOrOpen() throws StoreException, InterruptedException {
    Store open = store;
    if (open == null) {
      openStore(known || copy.exists());
    } else {
      look(open);
    }
  }

  private void look(Store open) throws StoreException, InterruptedException {
    closeIfGone(open);
    KeyRing known = rings.now();
    Optional<KeyRing> changed = open.read(sql -> GoneStore.changed(sql, known));
    changed.ifPresent(read -> publisher.read(read, known, () -> store == open));
    sessions.look(open);
    present();
  }

  private void closeIfGone(Store open) throws StoreException, InterruptedException {
    try {
      open.check();
    } catch (StoreException gone) {
      throw closed(open, gone);
    }
    try {
      open.checkTables();
      GoneStore.checkKeys(open, rings.now());
    } catch (StoreException why) {
      throw why.problem() == Problem.GONE ? closed(open, why) : why;
    }
  }

  private StoreException closed(Store open, StoreException gone) {
    store = null;
    away(gone);
    open.close();
    return gone;
  }

  private void present() {
    rings.setAway(false);
    copies.repeat();
    copies
        .trouble()
        .ifPresentOrElse(why -> trouble.tell(new StoreException(Problem.FULL, why)), trouble::end);
  }

  private void away(StoreException why) {
    rings.setAway(true);
    trouble.tell(why);
  }

  /// Closes the store, once what waits for it is done.
  @Override
  public void close() {
    closing = true;
    wake();
    others.close();
    try {
      looking.join(LAST_LOOK);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    copies.close();
    Store open = store;
    if (open != null) {
      open.close();
    }
  }
}
