package dev.sluice.accounts.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OwnerFolderTest {
  @TempDir private Path folder;

  private static String permissions(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void a_store_makes_folders_that_nobody_else_may_read() throws Exception {
    Path data = folder.resolve("sluice/data");
    Store.open(StoreConfig.in(data), false).close();
    assertThat(data.resolve("sluice.db")).exists();
    assertThat(permissions(data)).isEqualTo("rwx------");
    assertThat(permissions(folder.resolve("sluice"))).isEqualTo("rwx------");
  }

  @Test
  void a_folder_that_is_there_keeps_its_permissions() throws Exception {
    Path data = Files.createDirectory(folder.resolve("data"));
    Files.setPosixFilePermissions(data, PosixFilePermissions.fromString("rwxr-x---"));
    Store.open(StoreConfig.in(data), false).close();
    assertThat(permissions(data)).isEqualTo("rwxr-x---");
  }

  @Test
  void a_place_that_is_taken_is_refused() throws Exception {
    Path taken = Files.writeString(folder.resolve("data"), "a file");
    assertThatThrownBy(() -> OwnerFolder.makeMissing(taken))
        .isInstanceOf(FileAlreadyExistsException.class);
    assertThatThrownBy(() -> OwnerFolder.make(folder))
        .isInstanceOf(FileAlreadyExistsException.class);
  }
}
