package dev.sluice.batches.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.batches.file.FileRefused.Reason;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is done with a disk of which some is to stay free.
class DiskRoomTest {
  @TempDir private Path folder;

  private static UnaryOperator<FilesConfig> free(long bytes) {
    return c ->
        new FilesConfig(
            c.folder(),
            c.shared(),
            c.key(),
            c.largest(),
            c.quota(),
            c.retention(),
            Optional.empty(),
            OptionalLong.of(bytes));
  }

  @Test
  void below_the_floor_no_file_is_begun_and_the_reason_names_the_setting() throws Exception {
    try (var rig = new FilesRig(folder, free(Long.MAX_VALUE / 2))) {
      assertThatThrownBy(() -> rig.store(FilesRig.RED, "content"))
          .isInstanceOfSatisfying(
              FileRefused.class, why -> assertThat(why.reason()).isEqualTo(Reason.NO_ROOM))
          .rootCause()
          .hasMessageContaining("(files.free)");
      assertThat(rig.files.room().holds(0)).isFalse();
      assertThat(rig.files.trouble().orElseThrow()).contains("are to stay so (files.free)");
      assertThat(rig.names()).isEmpty();
    }
  }

  @Test
  void what_is_paid_for_is_written_below_the_floor_and_not_begun_where_it_does_not_fit()
      throws Exception {
    try (var rig = new FilesRig(folder, free(Long.MAX_VALUE / 2))) {
      StoredFile results =
          rig.store(FilesRig.RED, new NewFile("out", NewFile.OUTPUT, 0), new byte[10]);
      assertThat(rig.content(results)).hasSize(10);
      assertThatThrownBy(() -> rig.files.requireRoom(1)).isInstanceOf(FileRefused.class);
    }
  }

  @Test
  void a_floor_of_nothing_leaves_the_disk_to_the_files() throws Exception {
    try (var rig = new FilesRig(folder, free(0))) {
      assertThat(rig.files.trouble()).isEmpty();
      rig.files.requireRoom(1);
      assertThatThrownBy(() -> rig.files.requireRoom(Long.MAX_VALUE))
          .isInstanceOf(FileRefused.class)
          .rootCause()
          .hasMessageContaining("bytes are needed");
      try (ContentWriter writer =
          rig.files.create(FilesRig.RED, new NewFile("a", NewFile.BATCH, 0))) {
        writer.write(ByteBuffer.allocate(3));
        assertThat(writer.commit().bytes()).isEqualTo(3);
      }
    }
  }
}
