package dev.sluice.accounts.ledger;

import static dev.sluice.accounts.Soon.soon;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.accounts.store.Store;
import dev.sluice.accounts.store.StoreConfig;
import dev.sluice.config.provider.Secret;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A PostgreSQL server that is stopped at once, as a crash does, and started again on its files.
class StoppedPostgresTest {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir private Path folder;
  @TempDir private Path data;

  private EmbeddedPostgres start(int port) throws IOException {
    return EmbeddedPostgres.builder()
        .setDataDirectory(data.resolve("server"))
        .setCleanDataDirectory(false)
        .setPort(port)
        .setPGStartupWait(PATIENCE)
        .start();
  }

  /// What `pg_ctl stop -m immediate` does: SIGQUIT to the server.
  private void stopAtOnce() throws Exception {
    Path file = data.resolve("server/postmaster.pid");
    long pid = Long.parseLong(Files.readAllLines(file).getFirst());
    ProcessHandle server = ProcessHandle.of(pid).orElseThrow();
    String quit = Long.toString(pid);
    assertThat(new ProcessBuilder("kill", "-QUIT", quit).start().waitFor()).isZero();
    server.onExit().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
  }

  private LedgerRig rig(String url) throws Exception {
    var config = new StoreConfig(folder, Optional.of(new Secret(url)));
    return new LedgerRig(
        config, LedgerRig.NOON, Optional.of(Store.open(config, false)), JournalFixture.MEDIUM);
  }

  @Test
  void a_server_that_is_stopped_in_the_middle_of_a_batch_loses_nothing_of_it() throws Exception {
    EmbeddedPostgres first = start(0);
    int port = first.getPort();
    String url = first.getJdbcUrl("postgres", "postgres");
    try (LedgerRig rig = rig(url)) {
      pay(rig, 300);
      rig.awaitCalls(300);
      try (Connection other = DriverManager.getConnection(url)) {
        holdBatch(other);
        pay(rig, 500);
        awaitWaiting(url);
        stopAtOnce();
      }
      try (Socket _ = keepPort(port)) {
        pay(rig, 700);
        rig.awaitTrouble("cannot be reached");
        assertThat(rig.ledger.trouble().orElseThrow()).contains("the journal keeps");
        first.close();
        try (EmbeddedPostgres _ = start(port)) {
          rig.awaitCalls(1_500);
          rig.awaitTrouble(false);
          assertThat(rig.sums().calls()).isEqualTo(1_500);
          assertThat(rig.sums().nanos()).isEqualTo(3 * 1_500);
          assertThat(rig.spend().recent("k", Optional.empty(), 2_000).calls()).hasSize(1_500);
        }
      }
    }
  }

  /// Has the port of the server, at which nobody listens, so that no other process takes it.
  private static Socket keepPort(int port) throws IOException {
    var kept = new Socket();
    kept.setReuseAddress(true);
    kept.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
    return kept;
  }

  private static void pay(LedgerRig rig, int calls) {
    for (int i = 0; i < calls; i++) {
      rig.pay(3);
    }
  }

  /// Lets the next batch write its calls and wait for its sums.
  private static void holdBatch(Connection other) throws SQLException {
    other.setAutoCommit(false);
    try (var statement = other.createStatement()) {
      statement.execute("lock table spend in exclusive mode");
    }
  }

  /// Waits until another connection waits for a lock.
  private static void awaitWaiting(String url) throws SQLException {
    try (Connection connection = DriverManager.getConnection(url);
        var statement = connection.createStatement()) {
      soon()
          .until(
              () -> {
                try (var rows =
                    statement.executeQuery("select 1 from pg_locks where not granted")) {
                  return rows.next();
                }
              });
    }
  }
}
