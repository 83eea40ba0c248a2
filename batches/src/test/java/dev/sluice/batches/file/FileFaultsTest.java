package dev.sluice.batches.file;

import static dev.sluice.batches.file.FilesRig.RED;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.batches.file.FileRefused.Reason;
import dev.sluice.call.runtime.Clock;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class FileFaultsTest {
  private static final String ID = "file-0123456789ABCDEFGHIJKL";

  @TempDir private Path folder;

  private static void refused(Reason reason, ThrowingCallable what) {
    assertThatThrownBy(what)
        .isInstanceOfSatisfying(
            FileRefused.class, why -> assertThat(why.reason()).isEqualTo(reason));
  }

  @Test
  void a_full_disk_refuses_a_file_and_nothing_is_left_of_it() throws Exception {
    var faults = new Faults();
    try (var rig = new FilesRig(folder, faults)) {
      faults.room = 3;
      refused(Reason.NO_ROOM, () -> rig.store(RED, "12345"));
      assertThat(rig.names()).isEmpty();
      faults.room = Long.MAX_VALUE;
      assertThat(rig.content(rig.store(RED, "12345"))).asString(UTF_8).isEqualTo("12345");
    }
  }

  @Test
  void a_broken_disk_refuses_a_file_in_words_that_name_no_path() throws Exception {
    var faults = new Faults();
    try (var rig = new FilesRig(folder, faults)) {
      faults.room = 3;
      faults.failure = Faults.broken();
      assertThatThrownBy(() -> rig.store(RED, "12345"))
          .isInstanceOfSatisfying(
              FileRefused.class, why -> assertThat(why.reason()).isEqualTo(Reason.BROKEN))
          .hasMessageNotContaining(folder.toString());
      assertThat(rig.names()).isEmpty();
    }
  }

  @Test
  void a_content_that_cannot_be_made_durable_is_no_file() throws Exception {
    var faults = new Faults();
    try (var rig = new FilesRig(folder, faults)) {
      faults.failsCommits = true;
      refused(Reason.BROKEN, () -> rig.store(RED, "12345"));
      assertThat(rig.files.list(RED.team(), new FileQuery("", "", 9, false))).isEmpty();
      assertThat(rig.names()).isEmpty();
    }
  }

  @Test
  void an_error_of_the_process_does_not_end_the_sweeps() throws Exception {
    var faults = new Faults();
    faults.failsLists = true;
    try (var rig = new FilesRig(folder);
        var contents =
            new FaultyContents(FolderContents.in(folder.resolve("other"), false), faults);
        var sweeper =
            new FileSweeper(contents, new Rows(rig.accounts.accounts), Clock.SYSTEM, false)) {
      assertThatCode(sweeper::turn).doesNotThrowAnyException();
    }
  }

  @Test
  void what_a_crash_has_left_goes_at_the_next_start() throws Exception {
    StoredFile kept;
    try (var rig = new FilesRig(folder)) {
      kept = rig.store(RED, "kept");
    }
    Path files = folder.resolve("files");
    Path torn = old(Files.writeString(files.resolve(ID + ".new"), "torn"), 0);
    Path orphan = old(Files.writeString(files.resolve(ID), "no row"), 2);
    Path young = Files.writeString(files.resolve(ID.replace('0', 'z') + ".sealed"), "no row yet");
    Path foreign = old(Files.writeString(files.resolve("notes.txt"), "not ours"), 2);
    Path held = old(files.resolve(kept.id()), 2);
    try (var rig = new FilesRig(folder, FilesRig.shared());
        Contents contents = FolderContents.in(rig.folder, true)) {
      new FileSweeper(contents, rig.files.rows(), rig.files.clock(), false).clean();
      assertThat(torn).doesNotExist();
      assertThat(orphan).doesNotExist();
      assertThat(young).exists();
      assertThat(foreign).exists();
      assertThat(held).exists();
    }
  }

  @Test
  void what_others_write_in_a_shared_folder_is_left_to_them() throws Exception {
    try (var rig = new FilesRig(folder, FilesRig.shared())) {
      Path theirs = old(Files.writeString(rig.folder.resolve(ID + ".new"), "theirs"), 0);
      Path dead = old(Files.writeString(rig.folder.resolve(ID.replace('0', 'y') + ".new"), ""), 2);
      new FileSweeper(
              FolderContents.in(rig.folder, true), rig.files.rows(), rig.files.clock(), true)
          .clean();
      assertThat(theirs).exists();
      assertThat(dead).doesNotExist();
    }
  }

  private static Path old(Path file, int hours) throws IOException {
    long at = System.currentTimeMillis() - Duration.ofHours(hours).toMillis();
    return Files.setLastModifiedTime(file, FileTime.fromMillis(at));
  }

  @Test
  void a_content_that_was_cut_is_told_and_no_byte_of_it_is_made_up() throws Exception {
    try (var rig = new FilesRig(folder)) {
      StoredFile file = rig.store(RED, "12345");
      try (var channel =
          FileChannel.open(rig.folder.resolve(file.id()), StandardOpenOption.WRITE)) {
        channel.truncate(3);
      }
      refused(Reason.DAMAGED, () -> rig.content(file));
    }
  }

  @Test
  void a_content_that_was_removed_is_told() throws Exception {
    try (var rig = new FilesRig(folder)) {
      StoredFile file = rig.store(RED, "12345");
      Files.delete(rig.folder.resolve(file.id()));
      refused(Reason.GONE, () -> rig.files.open(file));
    }
  }

  @Test
  void without_a_store_nothing_is_taken() throws Exception {
    var faults = new Faults();
    try (var rig = new FilesRig(folder, faults)) {
      rig.accounts.close();
      refused(Reason.AWAY, () -> rig.store(RED, "12345"));
      assertThat(rig.names()).isEmpty();
    }
  }

  @Test
  void a_content_whose_row_the_store_refuses_is_removed_at_once() throws Exception {
    try (var rig = new FilesRig(folder, new Faults())) {
      int _ =
          rig.files
              .rows()
              .write(
                  sql ->
                      sql.update(
                          "create trigger none before insert on files begin select raise(abort, 'no'); end"));
      refused(Reason.AWAY, () -> rig.store(RED, "12345"));
      assertThat(rig.names()).isEmpty();
    }
  }

  @Test
  void what_a_store_that_was_away_has_left_goes_within_two_hours() throws Exception {
    try (var rig = new FilesRig(folder, FilesRig.shared());
        Contents contents = FolderContents.in(rig.folder, true)) {
      try (var sweeper = new FileSweeper(contents, rig.files.rows(), rig.files.clock(), true)) {
        sweeper.turn();
        Path left = Files.writeString(rig.folder.resolve(ID), "no row");
        for (int i = 0; i < 6; i++) {
          rig.now += Duration.ofMinutes(9).toMillis();
          sweeper.turn();
          assertThat(left).exists();
        }
        rig.now += Duration.ofMinutes(10).toMillis();
        sweeper.turn();
        assertThat(left).doesNotExist();
      }
    }
  }

  @Test
  void a_folder_that_cannot_be_made_is_told_by_its_name() throws Exception {
    Path file = Files.createFile(folder.resolve("taken"));
    try (var rig = new FilesRig(folder)) {
      var config = FilesRig.usual(file);
      assertThatThrownBy(
              () ->
                  FileStore.open(
                      config, rig.accounts.accounts, rig.files.clock(), rig.files.random()))
          .isInstanceOf(IOException.class)
          .hasMessageContainingAll("the folder of files", file.toString());
    }
  }
}
