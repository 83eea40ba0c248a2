package dev.sluice.server.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.server.config.ListenAddresses;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunFolderTest {
  /// No process has it: Linux gives 4,194,304 at most.
  private static final String ENDED = "999999999";

  @TempDir private Path base;
  private final List<String> notes = new ArrayList<>();
  private ServerSocket listener;
  private RunFolder folder;

  @BeforeEach
  void listen() throws IOException {
    listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    folder = RunFolder.of(Map.of("XDG_RUNTIME_DIR", base.toString()));
  }

  @AfterEach
  void close() throws IOException {
    listener.close();
  }

  private RunFile file() {
    return new RunFile(folder, "serve /etc/sluice.yaml", notes::add);
  }

  private InetSocketAddress address() {
    return (InetSocketAddress) listener.getLocalSocketAddress();
  }

  private static URI url(InetSocketAddress at) {
    return URI.create("http://" + ListenAddresses.local(at));
  }

  private List<Path> files() throws IOException {
    try (Stream<Path> all = Files.list(base.resolve("sluice"))) {
      return all.toList();
    }
  }

  @Test
  void a_gateway_is_found_until_it_ends() throws IOException {
    try (RunFile file = file()) {
      file.accept(url(address()));
      assertThat(folder.running())
          .singleElement()
          .satisfies(
              one -> {
                assertThat(one.url()).hasToString("http://127.0.0.1:" + address().getPort());
                assertThat(one.name()).isEqualTo("serve /etc/sluice.yaml");
              });
    }
    assertThat(folder.running()).isEmpty();
    assertThat(files()).isEmpty();
  }

  @Test
  void its_owner_alone_may_read_it() throws IOException {
    try (RunFile file = file()) {
      file.accept(url(address()));
      Path sluice = base.resolve("sluice");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(sluice)))
          .isEqualTo("rwx------");
      assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(files().getFirst())))
          .isEqualTo("rw-------");
    }
  }

  @Test
  void what_a_killed_process_has_left_is_removed() throws IOException {
    try (RunFile file = file()) {
      file.accept(url(address()));
    }
    Path left = base.resolve("sluice").resolve(ENDED + "-" + address().getPort());
    Files.writeString(left, "http://127.0.0.1:" + address().getPort() + "\nserve\n");
    assertThat(folder.running()).isEmpty();
    assertThat(left).doesNotExist();
  }

  /// The number of a process that has ended is given to another one.
  @Test
  void a_file_that_is_older_than_its_process_is_not_believed() throws IOException {
    try (RunFile file = file()) {
      file.accept(url(address()));
      Instant start = ProcessHandle.current().info().startInstant().orElseThrow();
      Files.setLastModifiedTime(files().getFirst(), FileTime.from(start.minusSeconds(10)));
      assertThat(folder.running()).isEmpty();
      Files.setLastModifiedTime(files().getFirst(), FileTime.from(start));
      assertThat(folder.running()).hasSize(1);
    }
  }

  @Test
  void a_gateway_that_accepts_no_connection_is_not_found() throws IOException {
    try (RunFile file = file()) {
      file.accept(url(address()));
      listener.close();
      assertThat(folder.running()).isEmpty();
      assertThat(files()).hasSize(1);
    }
  }

  @Test
  void a_listener_that_moves_takes_its_file_along() throws IOException {
    try (RunFile file = file();
        ServerSocket next = new ServerSocket(0, 50, InetAddress.getLoopbackAddress())) {
      file.accept(url(address()));
      file.accept(url((InetSocketAddress) next.getLocalSocketAddress()));
      assertThat(folder.running())
          .extracting(one -> one.url().getPort())
          .containsExactly(next.getLocalPort());
      assertThat(files()).hasSize(1);
    }
  }

  @Test
  void a_listener_of_all_addresses_is_asked_at_loopback() {
    try (RunFile file = file()) {
      var all = new InetSocketAddress(InetAddress.ofLiteral("0.0.0.0"), address().getPort());
      file.accept(url(all));
      assertThat(folder.running())
          .extracting(one -> one.url().toString())
          .containsExactly("http://127.0.0.1:" + address().getPort());
    }
  }

  @Test
  void a_folder_that_others_may_enter_is_neither_read_nor_written() throws IOException {
    Path sluice = Files.createDirectory(base.resolve("sluice"));
    Files.setPosixFilePermissions(sluice, PosixFilePermissions.fromString("rwxr-xr-x"));
    Path planted = sluice.resolve(ProcessHandle.current().pid() + "-1");
    Files.writeString(planted, "http://127.0.0.1:" + address().getPort() + "\nserve\n");
    assertThat(folder.running()).isEmpty();
    try (RunFile file = file()) {
      file.accept(url(address()));
      file.accept(url(address()));
    }
    assertThat(files()).containsExactly(planted);
    assertThat(notes)
        .containsExactly(
            "commands need --url to find this gateway, whose file cannot be written: "
                + sluice
                + " is not this user's alone (chmod 700)");
  }

  @Test
  void a_link_in_the_place_of_the_folder_is_not_followed() throws IOException {
    Path elsewhere = Files.createDirectory(base.resolve("elsewhere"));
    Files.setPosixFilePermissions(elsewhere, PosixFilePermissions.fromString("rwx------"));
    Files.createSymbolicLink(base.resolve("sluice"), elsewhere);
    try (RunFile file = file()) {
      file.accept(url(address()));
    }
    assertThat(folder.running()).isEmpty();
    assertThat(notes).hasSize(1);
  }

  @Test
  void a_file_that_says_something_else_is_passed_over() throws IOException {
    try (RunFile file = file()) {
      file.accept(url(address()));
      Path other = base.resolve("sluice").resolve(ProcessHandle.current().pid() + "-1");
      for (String text : List.of("", "http://", "nonsense here\nserve", "file:///etc/passwd\nx")) {
        Files.writeString(other, text);
        assertThat(folder.running()).hasSize(1);
      }
    }
  }

  @Test
  void where_the_systems_folder_is_missing_that_for_temporary_files_serves() {
    RunFolder other = RunFolder.of(Map.of("XDG_RUNTIME_DIR", base.resolve("none").toString()));
    try (RunFile file = new RunFile(other, "serve", notes::add)) {
      file.accept(url(address()));
      assertThat(other.running()).anyMatch(one -> one.url().getPort() == address().getPort());
      assertThat(folder.running()).isEmpty();
    }
    assertThat(notes).isEmpty();
  }

  @Test
  void a_file_that_comes_after_the_end_is_not_written() throws IOException {
    RunFile file = file();
    file.accept(url(address()));
    file.close();
    file.accept(url(address()));
    assertThat(files()).isEmpty();
  }
}
