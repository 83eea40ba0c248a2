package dev.sluice.accounts.store;

import dev.sluice.accounts.store.Database.Patience;
import dev.sluice.accounts.store.StoreException.Problem;
import dev.sluice.call.runtime.Bugs;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// A thread with one connection, which is opened at the first work and after each failure. Safe for
/// any thread but a call's or a loop.
final class StoreThread implements AutoCloseable {
  private static final int MOST_WAITING = 1_024;
  private static final long LAST_WORK_MS = 10_000;
  private static final long TICK_MS = 20;

  private final Database database;
  private final StoreErrors errors;
  private final ThreadPoolExecutor thread;

  /// The open connection; confined to the thread.
  private @Nullable Connection connection;

  /// The open databases beside the main one; confined to the thread.
  private final JdbcSql.Neighbours neighbours;

  private final Patience patience;

  /// @param name the name of the thread
  /// @param patience how long a piece of work may take
  StoreThread(String name, Database database, StoreErrors errors, Patience patience) {
    this.database = database;
    this.errors = errors;
    this.patience = patience;
    this.neighbours = new JdbcSql.Neighbours(database, patience);
    this.thread =
        new ThreadPoolExecutor(
            1,
            1,
            0,
            TimeUnit.SECONDS,
            new ArrayBlockingQueue<>(MOST_WAITING),
            Thread.ofPlatform().daemon().name(name).factory());
  }

  /// Runs work in a transaction of its own, unless its result is there before. The result fails
  /// with a [StoreException], or with what the work has thrown.
  <T> CompletableFuture<T> run(Work<T> work) {
    var result = new CompletableFuture<T>();
    try {
      thread.execute(() -> begin(work, result));
    } catch (RejectedExecutionException full) {
      result.completeExceptionally(
          errors.of(Problem.BUSY, MOST_WAITING + " wait, or it is closed"));
    }
    return result;
  }

  private <T> void begin(Work<T> work, CompletableFuture<T> result) {
    if (result.isDone()) {
      return;
    }
    if (patience.hasEnded()) {
      result.completeExceptionally(closed());
      return;
    }
    patience.begin();
    attempt(work, result);
  }

  private <T> void attempt(Work<T> work, CompletableFuture<T> result) {
    boolean reused = connection != null;
    try {
      result.complete(transaction(work, result));
    } catch (JdbcSql.Failure failed) {
      retry(failed.why(), reused, work, result);
    } catch (SQLException failed) {
      result.completeExceptionally(failed(failed));
    } catch (RuntimeException | Error thrown) {
      undo();
      result.completeExceptionally(thrown);
    }
  }

  /// Does work again where that is safe. A connection that has been idle may have been ended by a
  /// restart of the other side: work that has met that before its commit is done once more, on
  /// another connection.
  private <T> void retry(
      SQLException why, boolean reused, Work<T> work, CompletableFuture<T> result) {
    StoreException failed = failed(why);
    if (reused && failed.problem() == Problem.AWAY && !patience.hasEnded()) {
      attempt(work, result);
    } else {
      result.completeExceptionally(failed);
    }
  }

  /// Work whose asker has gone while it ran is undone: the asker was told that it was not done.
  private <T> T transaction(Work<T> work, CompletableFuture<T> result) throws SQLException {
    Connection open = connection;
    if (open == null) {
      open = database.connect(database.source(), patience);
      connection = open;
    }
    T answer = work.run(new JdbcSql(open, neighbours));
    if (result.isCancelled()) {
      throw new CancellationException();
    }
    open.commit();
    return answer;
  }

  private StoreException failed(SQLException why) {
    StoreException failed = told(why);
    if (failed.problem() == Problem.CONFLICT || failed.problem() == Problem.INVALID) {
      undo();
    } else {
      drop();
    }
    return failed;
  }

  private StoreException told(SQLException why) {
    if (patience.hasEnded()) {
      return closed();
    }
    return patience.isBounded() ? errors.ofQuestion(why) : errors.of(why);
  }

  private StoreException closed() {
    return errors.of(Problem.AWAY, "it was closed meanwhile");
  }

  private void undo() {
    Connection open = connection;
    try {
      if (open != null) {
        open.rollback();
      }
    } catch (SQLException e) {
      drop();
    }
  }

  private void drop() {
    Connection open = connection;
    connection = null;
    neighbours.close();
    try {
      if (open != null) {
        open.close();
      }
    } catch (SQLException e) {
      // It was of no use any more.
    }
  }

  /// Ends the work under way at its statement, begins none that waits, and closes the connection.
  void end() {
    patience.end();
    close();
  }

  /// Does the work that waits, and closes the connection.
  @Override
  public void close() {
    try {
      thread.execute(this::drop);
    } catch (RejectedExecutionException e) {
      Bugs.report("a connection to the store was not closed", e);
    }
    thread.shutdown();
    awaitLastWork();
  }

  private void awaitLastWork() {
    try {
      long left = LAST_WORK_MS;
      do {
        cancelEnded();
        left -= TICK_MS;
      } while (!thread.awaitTermination(TICK_MS, TimeUnit.MILLISECONDS) && left > 0);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /// Cancels the statement of work that has ended. A statement that was about to run is met by the
  /// next attempt.
  private void cancelEnded() {
    Statement running = patience.running();
    try {
      if (running != null && patience.hasEnded()) {
        database.cancel(running);
      }
    } catch (SQLException e) {
      // It ends once its connection does.
    }
  }
}
