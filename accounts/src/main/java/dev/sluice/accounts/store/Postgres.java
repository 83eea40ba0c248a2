package dev.sluice.accounts.store;

import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.ds.PGSimpleDataSource;

/// A PostgreSQL database, which several processes may share. A process has at most three
/// connections, and two more where it is one of several nodes: no pool is needed for them.
final class Postgres implements Database {
  private static final int PATIENCE_S = 10;
  private static final int PORT = 5432;

  /// How long a statement of a migration may take: it may make an index of a large table.
  private static final int MIGRATION_S = 1_800;

  private final String url;
  private final PGSimpleDataSource source;

  Postgres(String url) {
    this.url = url;
    this.source = source(url, PATIENCE_S);
  }

  private static PGSimpleDataSource source(String url, int patience) {
    var source = new PGSimpleDataSource();
    source.setUrl(url);
    source.setConnectTimeout(PATIENCE_S);
    source.setLoginTimeout(PATIENCE_S);
    source.setSocketTimeout(patience);
    source.setTcpKeepAlive(true);
    source.setApplicationName("sluice");
    return source;
  }

  @Override
  public DataSource migrating() {
    return source(url, MIGRATION_S);
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

  /// What stands in the URL, as variables of PostgreSQL's own programs
  /// (https://www.postgresql.org/docs/current/libpq-envars.html).
  Map<String, String> environment() {
    Map<String, String> variables = new LinkedHashMap<>();
    put(variables, "PGHOST", source.getServerNames()[0]);
    variables.put("PGPORT", String.valueOf(port()));
    put(variables, "PGDATABASE", source.getDatabaseName());
    put(variables, "PGUSER", source.getUser());
    put(variables, "PGPASSWORD", source.getPassword());
    put(variables, "PGSSLMODE", source.getSslMode());
    put(variables, "PGSSLROOTCERT", source.getSslRootCert());
    put(variables, "PGSSLCERT", source.getSslCert());
    put(variables, "PGSSLKEY", source.getSslKey());
    put(variables, "PGAPPNAME", source.getApplicationName());
    return variables;
  }

  private int port() {
    int port = source.getPortNumbers()[0];
    return port == 0 ? PORT : port;
  }

  private static void put(Map<String, String> variables, String name, @Nullable String value) {
    if (value != null) {
      variables.put(name, value);
    }
  }
}
