package dev.sluice.batches.file;

import static dev.sluice.batches.file.FilesRig.BLUE;
import static dev.sluice.batches.file.FilesRig.RED;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.batches.file.FileRefused.Reason;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileStoreTest {
  private static final FileQuery NEWEST = new FileQuery("", "", 100, false);

  @TempDir private Path folder;

  @Test
  void a_file_is_there_once_it_is_committed() throws Exception {
    try (var rig = new FilesRig(folder)) {
      StoredFile file;
      try (ContentWriter writer = rig.files.create(RED, new NewFile("in.jsonl", "batch", 0))) {
        writer.write(ByteBuffer.wrap("{}\n{".getBytes(UTF_8)));
        writer.write(ByteBuffer.wrap("}".getBytes(UTF_8)));
        assertThat(rig.files.list(RED.team(), NEWEST)).isEmpty();
        file = writer.commit();
      }
      assertThat(file.id()).matches("file-[0-9A-Za-z]{22}");
      assertThat(file.bytes()).isEqualTo(5);
      assertThat(file.expires() - file.created()).isEqualTo(Duration.ofDays(30).toMillis());
      assertThat(file.sha256()).isEqualTo(sha256("{}\n{}"));
      assertThat(rig.files.find(RED.team(), file.id())).contains(file);
      assertThat(rig.files.list(RED.team(), NEWEST)).containsExactly(file);
      assertThat(rig.content(file)).asString(UTF_8).isEqualTo("{}\n{}");
      assertThat(rig.names()).containsExactly(file.id());
    }
  }

  private static String sha256(String text) throws Exception {
    return HexFormat.of()
        .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8)));
  }

  @Test
  void a_file_that_is_not_committed_leaves_nothing() throws Exception {
    try (var rig = new FilesRig(folder)) {
      try (ContentWriter writer = rig.files.create(RED, new NewFile("in", "batch", 0))) {
        writer.write(ByteBuffer.wrap(new byte[10]));
        assertThat(rig.names()).singleElement().asString().endsWith(".new");
      }
      assertThat(rig.names()).isEmpty();
      assertThat(rig.files.list(RED.team(), NEWEST)).isEmpty();
    }
  }

  @Test
  void a_file_outlives_its_process() throws Exception {
    StoredFile file;
    try (var rig = new FilesRig(folder)) {
      file = rig.store(RED, "one\ntwo\n");
    }
    try (var rig = new FilesRig(folder)) {
      StoredFile found = rig.files.find(RED.team(), file.id()).orElseThrow();
      assertThat(found).isEqualTo(file);
      assertThat(rig.content(found)).asString(UTF_8).isEqualTo("one\ntwo\n");
    }
  }

  @Test
  void nobody_but_its_owner_may_read_the_folder() throws Exception {
    try (var rig = new FilesRig(folder)) {
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(rig.folder)))
          .isEqualTo("rwx------");
    }
  }

  @Test
  void another_teams_file_is_as_one_that_there_is_not() throws Exception {
    try (var rig = new FilesRig(folder)) {
      StoredFile file = rig.store(RED, "x");
      assertThat(rig.files.find(BLUE.team(), file.id())).isEmpty();
      assertThat(rig.files.delete(BLUE.team(), file.id())).isEmpty();
      assertThat(rig.files.list(BLUE.team(), NEWEST)).isEmpty();
      refused(
          Reason.INVALID,
          () -> rig.files.list(BLUE.team(), new FileQuery("", file.id(), 9, false)));
      refused(
          Reason.INVALID, () -> rig.files.list(BLUE.team(), new FileQuery("", "none", 9, false)));
      assertThat(rig.content(file)).hasSize(1);
    }
  }

  private static void refused(Reason reason, ThrowingCallable what) {
    assertThatThrownBy(what)
        .isInstanceOfSatisfying(
            FileRefused.class, why -> assertThat(why.reason()).isEqualTo(reason));
  }

  @Test
  void a_list_is_in_order_and_comes_in_pages() throws Exception {
    try (var rig = new FilesRig(folder)) {
      StoredFile first = rig.store(RED, "1");
      rig.now += 5;
      StoredFile second = rig.store(RED, new NewFile("x", "vision", 0), new byte[3]);
      rig.now += 5;
      StoredFile third = rig.store(RED, "3");
      String team = RED.team();
      assertThat(rig.files.list(team, NEWEST)).containsExactly(third, second, first);
      assertThat(rig.files.list(team, new FileQuery("", "", 2, true)))
          .containsExactly(first, second);
      assertThat(rig.files.list(team, new FileQuery("", second.id(), 2, true)))
          .containsExactly(third);
      assertThat(rig.files.list(team, new FileQuery("", second.id(), 2, false)))
          .containsExactly(first);
      assertThat(rig.files.list(team, new FileQuery("vision", "", 2, true)))
          .containsExactly(second);
    }
  }

  @Test
  void a_deleted_file_is_gone_with_its_content() throws Exception {
    try (var rig = new FilesRig(folder)) {
      StoredFile file = rig.store(RED, "x");
      assertThat(rig.files.delete(RED.team(), file.id())).contains(file);
      assertThat(rig.files.delete(RED.team(), file.id())).isEmpty();
      assertThat(rig.names()).isEmpty();
      refused(Reason.GONE, () -> rig.files.open(file));
    }
  }

  @Test
  void a_content_stays_while_somebody_holds_it() throws Exception {
    try (var rig = new FilesRig(folder)) {
      StoredFile file = rig.store(RED, "x");
      int _ =
          rig.files
              .rows()
              .write(
                  sql -> {
                    FileHolds.add(sql, file.id(), "batch_1");
                    FileHolds.add(sql, file.id(), "batch_1");
                    FileHolds.add(sql, file.id(), "batch_2");
                    return 0;
                  });
      assertThat(rig.files.delete(RED.team(), file.id())).contains(file);
      assertThat(rig.files.find(RED.team(), file.id())).isEmpty();
      assertThat(rig.files.list(RED.team(), NEWEST)).isEmpty();
      end(rig, "batch_2");
      assertThat(rig.files.held("batch_2", file.id())).isEmpty();
      StoredFile held = rig.files.held("batch_1", file.id()).orElseThrow();
      assertThat(rig.content(held)).hasSize(1);
      end(rig, "batch_1");
      assertThat(rig.names()).isEmpty();
    }
  }

  @Test
  void a_file_that_was_deleted_before_is_not_held() throws Exception {
    try (var rig = new FilesRig(folder)) {
      StoredFile file = rig.store(RED, "x");
      assertThat(rig.files.delete(RED.team(), file.id())).contains(file);
      int _ =
          rig.files
              .rows()
              .write(
                  sql -> {
                    FileHolds.add(sql, file.id(), "batch_1");
                    return 0;
                  });
      assertThat(rig.files.held("batch_1", file.id())).isEmpty();
    }
  }

  private static void end(FilesRig rig, String holder) throws Exception {
    int _ =
        rig.files
            .rows()
            .write(
                sql -> {
                  FileHolds.end(sql, holder);
                  return 0;
                });
    rig.sweep();
  }

  @Test
  void a_file_whose_time_is_over_is_gone_at_once_and_its_content_with_the_next_sweep()
      throws Exception {
    try (var rig = new FilesRig(folder)) {
      StoredFile file =
          rig.store(RED, new NewFile("x", "batch", rig.now + 1_000), "x".getBytes(UTF_8));
      StoredFile usual = rig.store(RED, "y");
      rig.now += 1_000;
      assertThat(rig.files.find(RED.team(), file.id())).isEmpty();
      assertThat(rig.files.list(RED.team(), NEWEST)).containsExactly(usual);
      rig.sweep();
      assertThat(rig.names()).containsExactly(usual.id());
      rig.now += Duration.ofDays(30).toMillis();
      rig.sweep();
      assertThat(rig.names()).isEmpty();
    }
  }

  @Test
  void a_team_keeps_no_more_than_its_quota() throws Exception {
    try (var rig = new FilesRig(folder, FilesRig.bounded(100, 10))) {
      StoredFile first = rig.store(RED, "12345");
      refused(Reason.QUOTA, () -> rig.store(RED, "123456"));
      assertThat(rig.store(RED, "12345").bytes()).isEqualTo(5);
      refused(
          Reason.QUOTA, () -> rig.files.create(RED, new NewFile("x", NewFile.BATCH, 0)).close());
      assertThat(rig.store(BLUE, "1234567890").bytes()).isEqualTo(10);
      var output = new NewFile("out", NewFile.OUTPUT, 0);
      assertThat(rig.store(RED, output, new byte[200]).bytes()).isEqualTo(200);
      assertThat(rig.names()).hasSize(4);
      assertThat(rig.files.delete(RED.team(), first.id())).isPresent();
      assertThat(rig.store(RED, "12345").bytes()).isEqualTo(5);
      refused(Reason.QUOTA, () -> rig.store(RED, "1"));
    }
  }

  @Test
  void files_of_results_count_against_no_quota() throws Exception {
    try (var rig = new FilesRig(folder, FilesRig.bounded(100, 10));
        ContentWriter output = rig.files.create(RED, new NewFile("out", NewFile.OUTPUT, 0))) {
      output.write(ByteBuffer.wrap(new byte[100]));
      assertThat(rig.store(RED, "12345").bytes()).isEqualTo(5);
      assertThat(output.commit().bytes()).isEqualTo(100);
      assertThat(rig.store(RED, "67890").bytes()).isEqualTo(5);
      refused(Reason.QUOTA, () -> rig.store(RED, "1"));
    }
  }

  @Test
  void files_under_way_together_stay_within_the_quota() throws Exception {
    try (var rig = new FilesRig(folder, FilesRig.bounded(100, 10));
        ContentWriter one = rig.files.create(RED, new NewFile("x", "batch", 0))) {
      try (ContentWriter other = rig.files.create(RED, new NewFile("y", "batch", 0))) {
        one.write(ByteBuffer.wrap(new byte[6]));
        refused(Reason.QUOTA, () -> other.write(ByteBuffer.wrap(new byte[6])));
      }
      one.write(ByteBuffer.wrap(new byte[4]));
      assertThat(one.commit().bytes()).isEqualTo(10);
    }
  }

  @Test
  void files_that_began_together_do_not_each_fill_the_quota() throws Exception {
    try (var rig = new FilesRig(folder, FilesRig.bounded(100, 10));
        ContentWriter late = rig.files.create(RED, new NewFile("x", "batch", 0))) {
      StoredFile first = rig.store(RED, "1234567890");
      refused(Reason.QUOTA, () -> late.write(ByteBuffer.wrap(new byte[1])));
      assertThat(rig.files.delete(RED.team(), first.id())).isPresent();
      late.write(ByteBuffer.wrap(new byte[9]));
    }
  }

  @Test
  void a_file_is_no_larger_than_its_purpose_allows() throws Exception {
    try (var rig = new FilesRig(folder, FilesRig.bounded(4, 1_000))) {
      refused(Reason.TOO_LARGE, () -> rig.store(RED, "12345"));
      assertThat(rig.store(RED, new NewFile("x", "vision", 0), new byte[5]).bytes()).isEqualTo(5);
      assertThat(rig.names()).hasSize(1);
    }
  }

  @Test
  void a_folder_is_one_gateways() throws Exception {
    try (var rig = new FilesRig(folder)) {
      assertThatThrownBy(() -> FolderContents.in(rig.folder, false).close())
          .isInstanceOf(IOException.class)
          .hasMessageContaining("is held by process " + ProcessHandle.current().pid());
      assertThatThrownBy(() -> FolderContents.in(rig.folder, true).close())
          .isInstanceOf(IOException.class)
          .hasMessageContaining("let all of them share it (`files.shared`)");
    }
  }

  @Test
  void a_folder_that_several_gateways_share_is_nobodys_alone() throws Exception {
    try (var rig = new FilesRig(folder, FilesRig.shared())) {
      FolderContents.in(rig.folder, true).close();
      assertThatThrownBy(() -> FolderContents.in(rig.folder, false).close())
          .isInstanceOf(IOException.class)
          .hasMessageContaining("is held by process " + ProcessHandle.current().pid());
    }
    FolderContents.in(folder.resolve("files"), false).close();
  }

  @Test
  void ids_are_of_digits_and_letters_and_never_the_same() throws Exception {
    try (var rig = new FilesRig(folder)) {
      List<String> ids = List.of(rig.store(RED, "1").id(), rig.store(RED, "1").id());
      assertThat(ids).doesNotHaveDuplicates();
    }
  }
}
