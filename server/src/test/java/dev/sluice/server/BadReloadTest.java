package dev.sluice.server;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.server.reload.ReloadResult;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Files that cannot be taken. Whatever they are, what runs stays, and the answer, the operator's
/// notices and the metrics say so.
@EnabledOnOs(OS.LINUX)
class BadReloadTest {
  @TempDir private Path folder;

  /// Held open until the test has ended: one that nobody refers to is closed by a collection.
  private static final List<ServerSocket> TAKEN = new CopyOnWriteArrayList<>();

  @AfterEach
  void close() throws IOException {
    for (ServerSocket taken : TAKEN) {
      taken.close();
    }
    TAKEN.clear();
  }

  /// What is wrong, what makes it so, and what is said.
  record Bad(String name, Made made, String said) {
    @Override
    public String toString() {
      return name;
    }
  }

  @FunctionalInterface
  interface Made {
    void in(ReloadRig rig) throws Exception;
  }

  static Stream<Bad> files() {
    return Stream.of(
        text("a syntax error", "providers: [", "sluice.yaml:"),
        text("a tab", "providers:\n\tp: {}", "sluice.yaml:2"),
        text("nothing", "", "the file is empty"),
        text("a comment alone", "# later\n", "the file is empty"),
        text("a list", "- a\n- b\n", "must hold keys and values"),
        edit("an unknown key", "routes:", "routs: {}\nroutes:", "routs"),
        edit("a duplicate key", "routes:", "admin: {}\nroutes:", "duplicate key"),
        edit("a missing variable", "${file:", "${env:NOT_THERE}x${file:", "NOT_THERE"),
        edit("an anchor", "[\"m\"]", "&a [\"m\"]", "anchor"),
        edit("an unknown provider", "{provider: p,", "{provider: q,", "q"),
        edit("an address for all", "127.0.0.1:0\"}\nadmin", "0.0.0.0:0\"}\nadmin", "reachable"),
        edit(
            "bodies beyond the heap",
            "127.0.0.1:0\"}\nadmin",
            "127.0.0.1:0\", bodies: 900GiB}\nadmin",
            "server.bodies"),
        new Bad("a secret that has vanished", rig -> Files.delete(rig.secret), "cannot be read"),
        new Bad("a folder for a secret", BadReloadTest::secretFolder, "needs a regular file"),
        new Bad("an empty secret", rig -> Files.writeString(rig.secret, "\n"), "sluice.yaml:4"),
        new Bad("a large secret", rig -> grow(rig.secret, 1 << 20), "512KiB"),
        new Bad("a port in use", rig -> port(rig, "server"), "cannot listen"),
        new Bad("the admin's port in use", rig -> port(rig, "admin"), "cannot listen"),
        new Bad("a folder", BadReloadTest::folder, "a folder stands where the file was"),
        new Bad("100 MB", rig -> grow(rig.file, 100 << 20), "larger than 1MiB"),
        new Bad("a pipe", BadReloadTest::pipe, "a pipe or a device"),
        new Bad("a half-written file", BadReloadTest::half, "sluice.yaml:"),
        new Bad("no file", rig -> Files.delete(rig.file), "there is no such file"),
        new Bad("a link to nothing", BadReloadTest::dangling, "there is no such file"),
        new Bad("no UTF-8", rig -> Files.write(rig.file, bytes()), "not UTF-8"));
  }

  @ParameterizedTest
  @MethodSource("files")
  void what_runs_stays_and_each_place_is_told(Bad bad) throws Exception {
    try (var rig = new ReloadRig(folder)) {
      bad.made().in(rig);
      ReloadResult dry = rig.gateway.reload("test", true);
      ReloadResult result = rig.gateway.reload("test", false);
      assertThat(dry.problems()).isEqualTo(result.problems());
      assertThat(result.ok()).isFalse();
      assertThat(String.join("\n", result.problems())).contains(bad.said());
      assertThat(result.problems()).noneMatch(problem -> problem.contains("a bug"));
      assertThat(result.revision()).isEqualTo(1);
      assertThat(rig.call()).isEqualTo(200);
      assertThat(rig.keys).contains("Bearer first-key");
      assertThat(rig.metrics())
          .contains("sluice_reload_revision 1.0", "sluice_reload_failures_total 1.0");
      await().until(() -> rig.notices().contains(bad.said()));
      mend(rig);
      assertThat(rig.gateway.reload("test", false).ok()).isTrue();
      used(rig);
    }
  }

  /// A file that is in order is taken after a bad one.
  private static void mend(ReloadRig rig) throws Exception {
    for (Path path : List.of(rig.file, rig.secret)) {
      Files.deleteIfExists(path);
    }
    Files.writeString(rig.secret, "second-key");
    rig.write(rig.good());
  }

  private static void used(ReloadRig rig) throws Exception {
    assertThat(rig.call()).isEqualTo(200);
    assertThat(rig.keys).contains("Bearer second-key");
  }

  private static Bad text(String name, String text, String said) {
    return new Bad(name, rig -> rig.write(text), said);
  }

  private static Bad edit(String name, String what, String by, String said) {
    return new Bad(
        name,
        rig -> {
          assertThat(rig.good()).contains(what);
          rig.write(rig.good().replace(what, by));
        },
        said);
  }

  private static void secretFolder(ReloadRig rig) throws Exception {
    Files.delete(rig.secret);
    Files.createDirectory(rig.secret);
  }

  private static void folder(ReloadRig rig) throws Exception {
    Files.delete(rig.file);
    Files.createDirectory(rig.file);
  }

  private static void dangling(ReloadRig rig) throws Exception {
    Files.delete(rig.file);
    Files.createSymbolicLink(rig.file, rig.folder.resolve("nothing"));
  }

  private static void half(ReloadRig rig) throws Exception {
    rig.write(rig.good().substring(0, rig.good().indexOf("allow_private")));
  }

  private static void pipe(ReloadRig rig) throws Exception {
    Files.delete(rig.file);
    assertThat(new ProcessBuilder("mkfifo", rig.file.toString()).start().waitFor()).isZero();
  }

  private static void grow(Path file, int size) throws Exception {
    try (var large = new RandomAccessFile(file.toFile(), "rw")) {
      large.setLength(size);
    }
  }

  /// The port of the provider, which listens.
  private static void port(ReloadRig rig, String section) throws Exception {
    var taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
    TAKEN.add(taken);
    rig.write(
        rig.good()
            .replace(
                section + ": {listen: \"127.0.0.1:0\"",
                section + ": {listen: \"127.0.0.1:" + taken.getLocalPort() + "\""));
  }

  private static byte[] bytes() {
    return "providers: {p\u00e4: 1}".getBytes(ISO_8859_1);
  }
}
