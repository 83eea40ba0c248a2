package dev.sluice.accounts.store;

import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.postgresql.PGConnection;
import org.postgresql.ds.PGSimpleDataSource;

/// A PostgreSQL database, which several processes may share. A process has at most three
/// connections: no pool is needed for them.
final class Postgres implements Database {
  private static final int PATIENCE_S = 10;

  private final PGSimpleDataSource source = new PGSimpleDataSource();

  Postgres(String url) {
    source.setUrl(url);
    source.setConnectTimeout(PATIENCE_S);
    source.setLoginTimeout(PATIENCE_S);
    source.setSocketTimeout(PATIENCE_S);
    source.setTcpKeepAlive(true);
    source.setApplicationName("sluice");
  }

  @Override
  public DataSource source() {
    return source;
  }

  /// Cancels whatever the connection is doing. [Statement#cancel] would ask the server once for
  /// each statement, and is lost where it overtakes the statement.
  @Override
  public void cancel(Statement running) throws SQLException {
    running.getConnection().unwrap(PGConnection.class).cancelQuery();
  }

  @Override
  public String migrations() {
    return "postgresql";
  }

  @Override
  public boolean isPostgres() {
    return true;
  }
}
