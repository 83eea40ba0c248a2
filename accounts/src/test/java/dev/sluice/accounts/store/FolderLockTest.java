package dev.sluice.accounts.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Locks of this process against those of another one.
class FolderLockTest {
  @TempDir private Path folder;

  @Test
  void a_folder_that_is_shared_is_shared_by_others_and_held_by_none() throws Exception {
    FolderLock one = FolderLock.share(folder).orElseThrow();
    FolderLock two = FolderLock.share(folder).orElseThrow();
    one.close();
    assertThat(other("share")).isEqualTo("true");
    assertThat(other("hold")).isEqualTo("false");
    assertThat(FolderLock.hold(folder)).isEmpty();
    assertThat(other("hold")).isEqualTo("false");
    two.close();
    assertThat(other("hold")).isEqualTo("true");
    FolderLock.hold(folder).orElseThrow().close();
  }

  @Test
  void a_folder_that_is_held_is_neither_held_nor_shared_by_others() throws Exception {
    try (FolderLock _ = FolderLock.hold(folder).orElseThrow()) {
      assertThat(other("share")).isEqualTo("false");
      assertThat(other("hold")).isEqualTo("false");
    }
    assertThat(other("share")).isEqualTo("true");
  }

  @Test
  void a_folder_that_is_not_there_is_neither_held_nor_shared() {
    Path none = folder.resolve("none");
    assertThatThrownBy(() -> FolderLock.hold(none)).isInstanceOf(IOException.class);
    assertThatThrownBy(() -> FolderLock.share(none)).isInstanceOf(IOException.class);
  }

  /// Whether another process gets a lock of the folder.
  private String other(String how) throws Exception {
    Path said = Files.createTempFile(folder, "said", "");
    var process =
        new ProcessBuilder(
                List.of(
                    Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                    "-XX:TieredStopAtLevel=1",
                    "-cp",
                    System.getProperty("java.class.path"),
                    Other.class.getName(),
                    how,
                    folder.toString()))
            .redirectErrorStream(true)
            .redirectOutput(said.toFile())
            .start();
    assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
    return Files.readString(said).strip();
  }

  /// The other process.
  static final class Other {
    private Other() {}

    public static void main(String[] args) throws IOException {
      Path folder = Path.of(args[1]);
      var lock = args[0].equals("share") ? FolderLock.share(folder) : FolderLock.hold(folder);
      System.out.println(lock.isPresent());
    }
  }
}
