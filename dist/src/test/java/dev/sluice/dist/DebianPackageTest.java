package dev.sluice.dist;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import org.apache.commons.compress.archivers.ar.ArArchiveEntry;
import org.apache.commons.compress.archivers.ar.ArArchiveInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The package with the control files of `dist/debian`.
class DebianPackageTest {
  private static final Instant MOMENT = Instant.parse("2026-11-24T00:00:00Z");
  private static final String CONTROL = "control.tar.gz";

  @TempDir private Path folder;
  private Path root;
  private Path control;

  @BeforeEach
  void files() throws IOException {
    root = folder.resolve("root");
    write("etc/sluice/sluice.yaml", "routes: {}\n");
    write("etc/sluice/sluice.env", "KEY=1\n");
    write("usr/lib/sluice/sluice", "#!/bin/sh\n");
    permit("etc/sluice/sluice.yaml", "rw-r-----");
    permit("etc/sluice/sluice.env", "rw-------");
    permit("usr/lib/sluice/sluice", "rwxr-xr-x");
    Files.createDirectories(root.resolve("usr/bin"));
    Files.createSymbolicLink(root.resolve("usr/bin/sluice"), Path.of("../lib/sluice/sluice"));
    control = Files.createDirectory(folder.resolve("control"));
    for (String name : new String[] {"conffiles", "postinst", "prerm", "postrm"}) {
      Files.copy(Path.of("debian", name), control.resolve(name));
    }
    String text = Files.readString(Path.of("debian/control"));
    Files.writeString(
        control.resolve("control"),
        text.replace("@VERSION@", "0.1.0").replace("@ARCHITECTURE@", "amd64"));
  }

  @Test
  void files_keep_their_permissions_and_are_roots() throws Exception {
    Tar data = part(write("a.deb"), "data.tar.gz");
    assertThat(data.get("./etc/sluice/sluice.env").mode()).isEqualTo(0600);
    assertThat(data.get("./etc/sluice/sluice.yaml").mode()).isEqualTo(0640);
    Tar.Entry program = data.get("./usr/lib/sluice/sluice");
    assertThat(program.mode()).isEqualTo(0755);
    assertThat(program.head().getUserName()).isEqualTo("root");
    assertThat(program.head().getLastModifiedTime().toInstant()).isEqualTo(MOMENT);
    Tar.Entry link = data.get("./usr/bin/sluice");
    assertThat(link.head().isSymbolicLink()).isTrue();
    assertThat(link.head().getLinkName()).isEqualTo("../lib/sluice/sluice");
  }

  @Test
  void it_depends_on_the_c_library_and_zlib_alone() throws Exception {
    assertThat(part(write("a.deb"), CONTROL).get("./control").text())
        .contains(
            "Depends: libc6 (>= 2.28), zlib1g\n", "Version: 0.1.0\n", "Architecture: amd64\n");
  }

  @Test
  void what_an_administrator_changes_is_listed_as_configuration() throws Exception {
    assertThat(part(write("a.deb"), CONTROL).get("./conffiles").text().lines())
        .containsExactlyInAnyOrder("/etc/sluice/sluice.yaml", "/etc/sluice/sluice.env");
  }

  @Test
  void a_purge_takes_the_folder_of_a_dynamic_user_behind_its_link() throws Exception {
    Path kept = Files.createDirectories(folder.resolve("var/lib/private/sluice"));
    Path other = Files.createDirectories(folder.resolve("var/lib/private/other"));
    Files.writeString(kept.resolve("sluice.db"), "names");
    Path link = folder.resolve("var/lib/sluice");
    Files.createSymbolicLink(link, Path.of("private/sluice"));
    purge();
    assertThat(kept).doesNotExist();
    assertThat(link).doesNotExist();
    assertThat(Files.isSymbolicLink(link)).isFalse();
    assertThat(other).exists();
  }

  @Test
  void a_purge_leaves_what_another_link_leads_to() throws Exception {
    Path other = Files.createDirectories(folder.resolve("var/lib/private/other"));
    Path own = Files.createDirectories(folder.resolve("var/lib/private/sluice"));
    Path link = folder.resolve("var/lib/sluice");
    Files.createSymbolicLink(link, Path.of("private/other"));
    purge();
    assertThat(Files.isSymbolicLink(link)).isFalse();
    assertThat(other).exists();
    assertThat(own).exists();
  }

  /// Runs the script behind a purge with all of its folders in that of the test.
  private void purge() throws Exception {
    String script =
        Files.readString(Path.of("debian/postrm"))
            .replaceAll("/(var|etc|run)/", folder + "/$1/")
            .replace("deb-systemd-helper", ":");
    Process process = new ProcessBuilder("sh", "-c", script, "postrm", "purge").inheritIO().start();
    assertThat(process.waitFor()).isZero();
  }

  @Test
  void two_packages_of_the_same_files_have_the_same_bytes() throws Exception {
    assertThat(write("a.deb")).hasSameBinaryContentAs(write("b.deb"));
  }

  private Path write(String name) throws Exception {
    Path deb = folder.resolve(name);
    DebianPackage.write(root, control, deb, MOMENT);
    return deb;
  }

  private static Tar part(Path deb, String name) throws IOException {
    try (var ar = new ArArchiveInputStream(Files.newInputStream(deb))) {
      for (ArArchiveEntry entry = ar.getNextEntry(); entry != null; entry = ar.getNextEntry()) {
        if (entry.getName().equals(name)) {
          return Tar.unzip(ar.readAllBytes());
        }
      }
    }
    throw new AssertionError("no " + name);
  }

  private void write(String location, String text) throws IOException {
    Path file = root.resolve(location);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }

  private void permit(String location, String permissions) throws IOException {
    Files.setPosixFilePermissions(
        root.resolve(location), PosixFilePermissions.fromString(permissions));
  }
}
