package dev.sluice.it.lab;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.accounts.AccountChanges;
import dev.sluice.accounts.Accounts;
import dev.sluice.accounts.store.StoreConfig;
import dev.sluice.accounts.terms.BudgetTerms;
import dev.sluice.call.runtime.Clock;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A process that may not write where its store is. What root may do regardless of permissions is
/// taken from it (`setpriv`), so that they bind whoever runs the tests.
class UnwritableStoreTest {
  private static final int CANNOT_START = 3;

  @TempDir private Path folder;
  private Path data;

  @BeforeEach
  void makeFolder() throws IOException {
    data = Files.createDirectory(folder.resolve("data"));
  }

  @AfterEach
  void giveBack() throws IOException {
    permit(data, "rwxr-xr-x", "rw-r--r--");
  }

  private static void permit(Path data, String folders, String files) throws IOException {
    List<Path> all;
    try (Stream<Path> there = Files.walk(data)) {
      all = there.toList();
    }
    for (Path one : all) {
      String mode = Files.isDirectory(one) ? folders : files;
      Files.setPosixFilePermissions(one, PosixFilePermissions.fromString(mode));
    }
  }

  private static boolean isRoot() throws Exception {
    Process id = new ProcessBuilder("id", "-u").start();
    return new String(id.getInputStream().readAllBytes(), UTF_8).strip().equals("0");
  }

  /// What a process says that does not start.
  private String serve(String path) throws Exception {
    Path config = folder.resolve("sluice.yaml");
    Files.writeString(
        config,
        """
        store: {path: "%s"}
        server: {listen: "127.0.0.1:0"}
        admin: {listen: "127.0.0.1:0"}
        providers: {local: {type: vllm, url: "http://127.0.0.1:9"}}
        """
            .formatted(path));
    var command = new ArrayList<String>();
    if (isRoot()) {
      command.addAll(List.of("setpriv", "--bounding-set=-all", "--inh-caps=-all"));
    }
    command.addAll(LabProgram.of().command(List.of(), List.of("serve", "-c", config.toString())));
    Path said = folder.resolve("said");
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(said.toFile()).start();
    try {
      assertThat(process.waitFor(60, TimeUnit.SECONDS)).as("it ends").isTrue();
    } finally {
      process.destroyForcibly();
    }
    assertThat(process.exitValue()).as(Files.readString(said)).isEqualTo(CANNOT_START);
    return Files.readString(said);
  }

  @Test
  void a_folder_that_may_not_be_written_does_not_start_and_is_told() throws Exception {
    permit(data, "r-xr-xr-x", "r--r--r--");
    assertThat(serve(data.toString()))
        .contains("the store " + data + " may not be written: give this user the right to");
  }

  @Test
  void a_store_that_has_become_read_only_does_not_start_and_is_left_as_it_is() throws Exception {
    try (Accounts accounts = Accounts.open(StoreConfig.in(data), Clock.SYSTEM)) {
      AccountChanges changes = accounts.changes();
      assertThat(changes.createTeam("test", "search", BudgetTerms.NONE)).isNotNull();
    }
    byte[] before = Files.readAllBytes(data.resolve("sluice.db"));
    permit(data, "r-xr-xr-x", "r--r--r--");
    assertThat(serve(data.toString()))
        .contains("the journal " + data, "may not be written: give this user the right to");
    assertThat(Files.readAllBytes(data.resolve("sluice.db"))).isEqualTo(before);
  }

  @Test
  void a_folder_that_no_user_can_make_does_not_start_and_is_told() throws Exception {
    assertThat(serve("/proc/sluice/data"))
        .contains("the store /proc/sluice/data may not be written: ", "or name another one");
  }
}
