package dev.sluice.accounts.store;

import dev.sluice.accounts.store.Database.Patience;
import java.sql.Connection;
import java.sql.SQLException;

/// Work in one transaction, on a connection of its own and on the thread that asks for it, where no
/// store is open.
final class OneTransaction {
  private OneTransaction() {}

  static <T> T run(Database database, StoreErrors errors, Work<T> work) throws StoreException {
    Patience patience = Patience.endless();
    var neighbours = new JdbcSql.Neighbours(database, patience);
    try (Connection connection = database.connect(database.source(), patience)) {
      T answer = work.run(new JdbcSql(connection, neighbours));
      connection.commit();
      return answer;
    } catch (JdbcSql.Failure failed) {
      throw errors.of(failed.why());
    } catch (SQLException failed) {
      throw errors.of(failed);
    } finally {
      neighbours.close();
    }
  }
}
