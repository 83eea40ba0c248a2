package dev.sluice.batches.file;

import static dev.sluice.batches.file.FilesRig.BLUE;
import static dev.sluice.batches.file.FilesRig.RED;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sluice.accounts.store.Sql;
import dev.sluice.accounts.store.StoreConfig;
import dev.sluice.accounts.store.TestPostgres;
import dev.sluice.config.provider.Secret;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two gateways with one PostgreSQL and one folder.
class SharedFilesTest {
  @TempDir private Path folder;

  @Test
  void what_one_gateway_takes_the_other_one_has() throws Exception {
    String url = TestPostgres.database();
    try (var one = node("one", url);
        var other = node("other", url)) {
      StoredFile file = one.store(RED, "of one\n");
      assertThat(other.files.find(RED.team(), file.id())).contains(file);
      assertThat(other.files.find(BLUE.team(), file.id())).isEmpty();
      assertThat(other.content(file)).asString(UTF_8).isEqualTo("of one\n");
      assertThat(other.files.list(RED.team(), new FileQuery("batch", "", 10, false)))
          .containsExactly(file);
      assertThat(other.files.delete(RED.team(), file.id())).contains(file);
      assertThat(one.files.find(RED.team(), file.id())).isEmpty();
      assertThat(one.names()).isEmpty();
    }
  }

  @Test
  void an_upload_may_go_over_both() throws Exception {
    String url = TestPostgres.database();
    try (var one = node("one", url);
        var other = node("other", url)) {
      StoredUpload upload = one.files.uploads().create(RED, new NewFile("x", "batch", 0), 2, 0);
      String first = part(one, upload, "1");
      String second = part(other, upload, "2");
      StoredFile file = other.files.uploads().complete(upload, List.of(first, second), "");
      assertThat(one.content(file)).asString(UTF_8).isEqualTo("12");
      assertThat(one.names()).containsExactly(file.id());
    }
  }

  @Test
  void names_that_are_none_never_come_to_the_store() throws Exception {
    try (var one = node("one", TestPostgres.database())) {
      for (String name : List.of("file-\0", "\0", "file-" + "x".repeat(21) + "\0")) {
        assertThat(one.files.find(RED.team(), name)).isEmpty();
        assertThat(one.files.delete(RED.team(), name)).isEmpty();
        assertThat(one.files.uploads().find(RED.team(), name)).isEmpty();
        assertThatThrownBy(() -> one.files.list(RED.team(), new FileQuery("", name, 10, false)))
            .hasMessageContaining("there is no file of the name in `after`");
      }
      assertThatThrownBy(() -> one.files.list(RED.team(), new FileQuery("\0", "", 10, false)))
          .isInstanceOfSatisfying(
              FileRefused.class,
              why -> assertThat(why.reason()).isEqualTo(FileRefused.Reason.INVALID));
    }
  }

  @Test
  void the_quota_is_one_for_both() throws Exception {
    String url = TestPostgres.database();
    try (var one = node("one", url);
        var other = node("other", url)) {
      assertThat(one.store(RED, "123456").bytes()).isEqualTo(6);
      assertThatThrownBy(() -> other.store(RED, "123456")).isInstanceOf(FileRefused.class);
      assertThat(other.names()).hasSize(1);
    }
  }

  @Test
  void uploads_of_a_team_are_counted_one_after_the_other() throws Exception {
    String url = TestPostgres.database();
    var locked = new CompletableFuture<Boolean>();
    var release = new CompletableFuture<Boolean>();
    try (var one = node("one", url);
        var other = node("other", url);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      CompletableFuture<Boolean> last =
          one.accounts
              .accounts
              .store()
              .orElseThrow()
              .write(
                  sql -> {
                    FileTable.lock(sql, RED.team());
                    fill(sql, one.now);
                    boolean _ = locked.complete(true);
                    return release.join();
                  });
      Future<StoredUpload> late;
      try {
        assertThat(locked.get(30, TimeUnit.SECONDS)).isTrue();
        late =
            threads.submit(
                () -> other.files.uploads().create(RED, new NewFile("x", "batch", 0), 2, 0));
        await().atMost(Duration.ofSeconds(30)).until(() -> isOneWaiting(other));
      } finally {
        boolean _ = release.complete(true);
      }
      assertThat(last.get(30, TimeUnit.SECONDS)).isTrue();
      assertThatThrownBy(() -> late.get(30, TimeUnit.SECONDS))
          .hasCauseInstanceOf(FileRefused.class)
          .hasMessageContaining("1000 uploads of this key's team are pending");
    }
  }

  /// Adds as many uploads as a team may have.
  private static void fill(Sql sql, long now) {
    for (int i = 0; i < Uploads.PENDING; i++) {
      UploadTable.insert(
          sql,
          new StoredUpload(
              "upload_" + i,
              RED,
              "x",
              "batch",
              2,
              StoredUpload.State.PENDING,
              "",
              now,
              now + Duration.ofHours(1).toMillis(),
              0),
          "");
    }
  }

  /// Whether a transaction waits until another one lets it count.
  private static boolean isOneWaiting(FilesRig rig) throws Exception {
    long waiting =
        rig.files
            .rows()
            .read(
                sql ->
                    sql.query(
                            "select count(*) as n from pg_locks where locktype = 'advisory' and not"
                                + " granted and database = (select oid from pg_database where"
                                + " datname = current_database())",
                            row -> row.number("n"))
                        .getFirst());
    return waiting > 0;
  }

  private static String part(FilesRig rig, StoredUpload upload, String content) throws Exception {
    try (ContentWriter writer = rig.files.uploads().part(upload)) {
      writer.write(ByteBuffer.wrap(content.getBytes(UTF_8)));
      return writer.commit().id();
    }
  }

  private FilesRig node(String name, String url) throws Exception {
    var store = new StoreConfig(folder.resolve(name), Optional.of(new Secret(url)));
    return new FilesRig(
        folder, store, config -> FilesRig.bounded(100, 10).apply(FilesRig.shared().apply(config)));
  }
}
