package dev.sluice.batches;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.batches.StoreRig.Kind;
import dev.sluice.batches.file.FileOwner;
import dev.sluice.batches.file.FileRefused;
import dev.sluice.batches.file.FileStore;
import dev.sluice.batches.file.NewFile;
import dev.sluice.call.runtime.Clock;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What is waited for when it goes wrong.
class BatchWorkTest {
  @TempDir private Path folder;

  @Test
  void a_disk_that_is_full_is_waited_for() {
    var full = new IOException("No space left on device");
    assertThat(BatchWork.isPassing(full)).isTrue();
    assertThat(BatchWork.pause(full, PauseReason.BUDGET)).isEqualTo(PauseReason.DISK);
    var broken = new IOException("Input/output error");
    assertThat(BatchWork.isPassing(broken)).isFalse();
    assertThat(BatchWork.pause(broken, PauseReason.BUDGET)).isEqualTo(PauseReason.FILES);
  }

  /// A row that has changed meanwhile is read anew by the next try; a value that the store does not
  /// take is refused for ever, and is given the window and no more.
  @Test
  void what_is_invalid_does_not_pass_by_itself_and_pauses_nothing() throws Exception {
    FileRefused invalid = refusal();
    assertThat(invalid.reason()).isEqualTo(FileRefused.Reason.INVALID);
    assertThat(BatchWork.isPassing(invalid)).isFalse();
    assertThat(BatchWork.isFinal(invalid)).isFalse();
    assertThat(BatchWork.pause(invalid, PauseReason.NONE)).isEqualTo(PauseReason.NONE);
  }

  private FileRefused refusal() throws Exception {
    try (var rig = StoreRig.open(StoreRig.config(Kind.SQLITE, folder.resolve("data")), "one");
        var files =
            FileStore.open(
                BatchesRig.files(folder.resolve("files"), false),
                rig.accounts(),
                Clock.SYSTEM,
                new SecureRandom());
        var writer =
            files.create(
                new FileOwner("team", "key"),
                new NewFile("out", NewFile.OUTPUT, 0),
                (_, _) -> false)) {
      var _ = writer.commit();
      throw new AssertionError("it was kept");
    } catch (FileRefused why) {
      return why;
    }
  }
}
