package dev.sluice.accounts;

import static dev.sluice.accounts.Soon.soon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.accounts.key.KeyTable;
import dev.sluice.accounts.store.Sql;
import dev.sluice.accounts.store.Store;
import dev.sluice.accounts.store.StoreConfig;
import dev.sluice.accounts.store.StoreListener;
import dev.sluice.accounts.store.TestPostgres;
import dev.sluice.config.provider.Secret;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What processes that share a PostgreSQL database tell each other, and what they see without that:
/// beside the look a second it is what makes a change hold at all of them within two.
class OtherProcessesTest {
  private static final String LOOK = "look";
  private static final Duration NEVER = Duration.ofHours(1);
  private static final Duration OFTEN = Duration.ofMillis(20);

  @TempDir private Path folder;
  private final LinkedBlockingQueue<String> heard = new LinkedBlockingQueue<>();
  private final AtomicLong revision = new AtomicLong();
  private final AtomicLong process = new AtomicLong();
  private final OtherProcesses others = new OtherProcesses(this::look, () -> heard.add(LOOK));
  private StoreConfig config;
  private Store store;

  @BeforeEach
  void open() throws Exception {
    config = new StoreConfig(folder, Optional.of(new Secret(TestPostgres.database())));
    store = Store.open(config, false);
  }

  @AfterEach
  void close() {
    others.close();
    store.close();
  }

  private void look(Sql sql) {
    process.set(sql.number("select pg_backend_pid() as n"));
    revision.set(KeyTable.revision(sql));
  }

  private String next() throws InterruptedException {
    return String.valueOf(heard.poll(30, TimeUnit.SECONDS));
  }

  private void change(boolean told) throws Exception {
    long _ =
        store.await(
            store.write(
                sql -> {
                  KeyTable.raise(sql);
                  if (told) {
                    OtherProcesses.tell(sql);
                  }
                  return KeyTable.revision(sql);
                }));
  }

  private void listen(Duration lookEach) throws InterruptedException {
    others.listen(config, lookEach, heard::add);
    assertThat(next()).isEqualTo(LOOK);
    assertThat(next()).isEmpty();
  }

  @Test
  void a_change_of_another_process_is_looked_at_when_it_is_committed() throws Exception {
    listen(NEVER);
    long before = revision.get();
    for (int i = 1; i <= 3; i++) {
      change(true);
      assertThat(next()).isEqualTo(LOOK);
      assertThat(revision).hasValue(before + i);
    }
    boolean _ = store.await(store.write(sql -> StoreListener.tell(sql, "order 7")));
    assertThat(next()).isEqualTo("order 7");
    assertThat(heard).isEmpty();
  }

  @Test
  void a_change_that_nobody_is_told_of_is_found() throws Exception {
    listen(OFTEN);
    long before = revision.get();
    change(false);
    soon().until(() -> revision.get() > before);
    assertThat(heard).isEmpty();
  }

  @Test
  void what_is_told_while_a_connection_is_cut_is_seen_by_the_next_one() throws Exception {
    listen(NEVER);
    long before = revision.get();
    cut(process.get());
    change(true);
    assertThat(next()).isEqualTo(LOOK);
    assertThat(next()).isEmpty();
    soon().until(() -> revision.get() > before);
  }

  /// Ends the server's side of a connection.
  private static void cut(long process) throws SQLException {
    try (Connection connection = TestPostgres.connect();
        Statement statement = connection.createStatement()) {
      String is = " from pg_stat_activity where pid = " + process;
      statement.execute("select pg_terminate_backend(pid)" + is);
      soon().until(() -> !statement.executeQuery("select pid" + is).next());
    }
  }
}
