package dev.sluice.accounts.store;

import dev.sluice.accounts.store.Database.Patience;
import dev.sluice.accounts.store.StoreException.Problem;
import dev.sluice.call.runtime.Clock;
import dev.sluice.call.runtime.Rollback;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// An open store, with its tables up to date. Work runs on threads of its own: one that writes, one
/// that reads for the gateway, one that reads for people, whose questions may be long, and where
/// several processes share budgets one for their leases. Safe for any thread; [#read], [#ask] and
/// [#await] wait, and are not for a call's thread or a loop.
public final class Store implements AutoCloseable {
  /// How long a caller waits for its work.
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /// How long a question of a person may take: less than [#PATIENCE], so that the person is told
  /// why there is no answer.
  private static final Duration QUESTION = Duration.ofSeconds(8);

  private final Database database;
  private final StoreErrors errors;
  private final Duration patience;
  private final StoreThread writer;
  private final StoreThread reader;
  private final StoreThread answerer;

  /// Its thread and its connection begin with the first work.
  private final StoreThread lessor;

  private Store(Database database, StoreErrors errors, Duration question, Duration patience) {
    this.database = database;
    this.errors = errors;
    this.patience = patience;
    var bounded = Patience.of(question, Clock.SYSTEM::nanos);
    this.writer = new StoreThread("sluice-store-writer", database, errors, Patience.endless());
    this.reader = new StoreThread("sluice-store-reader", database, errors, Patience.endless());
    this.answerer = new StoreThread("sluice-store-answerer", database, errors, bounded);
    this.lessor = new StoreThread("sluice-store-leases", database, errors, Patience.endless());
  }

  /// Opens a store and brings its tables up to date. Takes a fifth of a second and more: not where
  /// a start waits for it without need.
  ///
  /// @param mustExist whether there must be one already, and none is made
  /// @throws StoreException if it cannot be opened; it says why
  public static Store open(StoreConfig config, boolean mustExist) throws StoreException {
    return open(config, mustExist, QUESTION);
  }

  /// Opens a store where a question may take so long.
  static Store open(StoreConfig config, boolean mustExist, Duration question)
      throws StoreException {
    return open(config, mustExist, question, PATIENCE);
  }

  /// Opens a store where a question may take so long, and callers wait for work so long.
  static Store open(StoreConfig config, boolean mustExist, Duration question, Duration patience)
      throws StoreException {
    var errors = new StoreErrors(config.name());
    Database database = database(config, mustExist, errors);
    try (var rollback = Rollback.of(database::close)) {
      Migrations.run(database, mustExist, errors);
      database.check();
      return rollback.keep(new Store(database, errors, question, patience));
    }
  }

  static Database database(StoreConfig config, boolean mustExist, StoreErrors errors)
      throws StoreException {
    if (config.url().isEmpty()) {
      return Sqlite.in(config.path(), mustExist, errors);
    }
    try {
      return new Postgres(config.url().get().reveal());
    } catch (IllegalArgumentException unread) {
      // The driver's message repeats the URL, which may hold a password.
      throw errors.of(Problem.AWAY, "store.url makes no sense: its port must be a number");
    }
  }

  /// Runs work that writes, in one transaction, behind the work that waits already. Returns at
  /// once. The result fails with a [StoreException], or with what the work has thrown.
  public <T> CompletableFuture<T> write(Work<T> work) {
    return writer.run(work);
  }

  /// Runs work on what several processes share, in one transaction, behind such work that waits
  /// already. Returns at once. The result fails as that of [#write] does.
  public <T> CompletableFuture<T> lease(Work<T> work) {
    return lessor.run(work);
  }

  /// Runs work that only reads, and waits for its result.
  ///
  /// @throws StoreException if the store cannot be read, or takes longer than 10 s
  public <T> T read(Work<T> work) throws StoreException, InterruptedException {
    return await(reader.run(work));
  }

  /// Runs work that answers a question of a person and only reads, and waits for its result. It may
  /// take 8 s, and does not begin once its asker has waited for 10 s.
  ///
  /// @throws StoreException if the store cannot be read, or takes longer
  public <T> T ask(Work<T> work) throws StoreException, InterruptedException {
    CompletableFuture<T> answer = answerer.run(work);
    try {
      return await(answer, Problem.BUSY);
    } finally {
      answer.cancel(false);
    }
  }

  /// Waits for the result of work, for 10 s at most. Work that is not done by then is not done
  /// later: if it has begun, it is undone, unless its commit is under way.
  ///
  /// @throws StoreException if the store has failed; a bug of the work is thrown as it is
  public <T> T await(CompletableFuture<T> result) throws StoreException, InterruptedException {
    return await(result, Problem.AWAY);
  }

  private <T> T await(CompletableFuture<T> result, Problem late)
      throws StoreException, InterruptedException {
    try {
      return result.get(patience.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException e) {
      boolean _ = result.cancel(false);
      throw errors.of(late, "no answer within " + patience.toSeconds() + " s");
    } catch (ExecutionException e) {
      throw cause(e);
    }
  }

  static StoreException cause(ExecutionException e) {
    return switch (e.getCause()) {
      case StoreException why -> why;
      case RuntimeException why -> throw why;
      case Error why -> throw why;
      case null, default -> throw new IllegalStateException("a checked exception", e);
    };
  }

  /// Throws if the files that it was opened on are gone, although it would go on.
  ///
  /// @throws StoreException saying which
  public void check() throws StoreException {
    database.check();
  }

  /// Checks that the store has all its tables; throws if it has lost any. Waits.
  ///
  /// @throws StoreException as [Problem#GONE] saying which, or why they cannot be looked for
  public void checkTables() throws StoreException, InterruptedException {
    Optional<String> missing = read(Migrations::missing);
    if (missing.isPresent()) {
      throw errors.of(Problem.GONE, missing.get());
    }
  }

  /// Makes the exception for a store that has lost what no table shows: [Problem#GONE].
  ///
  /// @param why what that is
  public StoreException lost(String why) {
    return errors.of(Problem.GONE, why);
  }

  /// Ends the question under way, refuses those that wait, does what else waits, for 10 s at most,
  /// and closes it.
  @Override
  public void close() {
    answerer.end();
    reader.close();
    writer.close();
    lessor.close();
    database.close();
  }
}
