package dev.sluice.accounts.store;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLTimeoutException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/// The differences between the databases.
interface Database extends AutoCloseable {

  /// Opens connections. Each is in use by one thread.
  DataSource source();

  /// Opens connections whose statements may take as long as those of migrations do.
  default DataSource migrating() {
    return source();
  }

  /// The folder of the database's migrations, on the class path.
  String migrations();

  boolean isPostgres();

  /// Opens a connection to one of its databases, whose work is a transaction.
  ///
  /// @param patience how long its work may take
  default Connection connect(DataSource source, Patience patience) throws SQLException {
    Connection connection = source.getConnection();
    try {
      connection.setAutoCommit(false);
      if (patience.isBounded()) {
        bound(connection, patience);
      }
      return connection;
    } catch (SQLException | RuntimeException e) {
      connection.close();
      throw e;
    }
  }

  /// Ends what a connection is doing once patience is over, where a statement's own timeout does
  /// not.
  default void bound(Connection connection, Patience patience) throws SQLException {}

  /// Ends what a statement is doing, from another thread, where [#bound] does not. May wait for the
  /// other side.
  default void cancel(Statement running) throws SQLException {}

  /// The names of the databases beside the main one, in order; none where all is in one.
  default List<String> beside() {
    return List.of();
  }

  /// Opens connections to a database beside it, which is made where it is missing.
  default DataSource beside(String name) {
    throw new IllegalStateException("all is in one database: " + name);
  }

  /// Removes a database that lies beside the main one.
  default void drop(String name) {
    throw new IllegalStateException("all is in one database: " + name);
  }

  /// Throws if what it was opened on is gone, although open connections may not notice.
  default void check() throws StoreException {}

  @Override
  default void close() {}

  /// The time that a thread may take over one piece of work. Confined to that thread, but for
  /// [#end], [#hasEnded] and [#running].
  final class Patience {
    private static final long NONE = Long.MAX_VALUE;
    private static final long SECOND = TimeUnit.SECONDS.toNanos(1);

    private final LongSupplier clock;
    private final long most;
    private long began;

    private volatile boolean ended;
    private volatile @Nullable Statement running;

    private Patience(LongSupplier clock, long most) {
      this.clock = clock;
      this.most = most;
    }

    /// A patience without a bound.
    static Patience endless() {
      return new Patience(() -> 0, NONE);
    }

    /// A patience of a bounded time.
    ///
    /// @param clock in nanoseconds
    static Patience of(Duration most, LongSupplier clock) {
      return new Patience(clock, most.toNanos());
    }

    boolean isBounded() {
      return most != NONE;
    }

    /// Notes that a piece of work begins.
    void begin() {
      began = clock.getAsLong();
    }

    boolean isOver() {
      return ended || left() <= 0;
    }

    /// Ends the patience: nothing may take any time from now on.
    void end() {
      ended = true;
    }

    boolean hasEnded() {
      return ended;
    }

    /// The statement that was bound last; it may have ended.
    @Nullable Statement running() {
      return running;
    }

    private long left() {
      return most - (clock.getAsLong() - began);
    }

    /// Lets a statement take what is left, in whole seconds.
    ///
    /// @throws SQLTimeoutException if nothing is
    void bound(Statement statement) throws SQLException {
      if (!isBounded()) {
        return;
      }
      running = statement;
      if (isOver()) {
        throw new SQLTimeoutException("its time is over");
      }
      statement.setQueryTimeout(Math.toIntExact((left() + SECOND - 1) / SECOND));
    }
  }
}
