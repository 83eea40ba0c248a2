package dev.sluice.dist.publish;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Signatures by gpg, with keys of the test's own. Needs gpg, and fails without it.
class SignerTest {
  @TempDir private Path folder;
  private Path keys;
  private Path file;

  @BeforeEach
  void a_file_and_no_keys() throws IOException {
    var own = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    keys = Files.createDirectory(folder.resolve("keys"), own);
    file = Files.writeString(folder.resolve("a.jar"), "bytes");
  }

  /// gpg leaves an agent behind, which holds the keys.
  @AfterEach
  void end_the_agent() throws Exception {
    if (keys != null) {
      run(List.of("gpgconf", "--homedir", keys.toString(), "--kill", "all"));
    }
  }

  private static void run(List<String> command) throws Exception {
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
  }

  private List<String> gpg() {
    return List.of("gpg", "--homedir", keys.toString());
  }

  private Signer signer(String name) throws Exception {
    List<String> command = new ArrayList<>(gpg());
    command.addAll(List.of("--batch", "--quiet", "--passphrase", ""));
    command.addAll(List.of("--quick-generate-key", name, "ed25519", "sign", "never"));
    run(command);
    return new Signer(name, gpg());
  }

  @Test
  void a_good_signature_stays_and_one_of_another_key_does_not() throws Exception {
    Signer first = signer("first@example.com");
    Signer second = signer("second@example.com");
    first.check();
    first.sign(file);
    String made = Files.readString(Signer.beside(file));
    first.sign(file);
    assertThat(Signer.beside(file)).content().isEqualTo(made);
    second.sign(file);
    String others = Files.readString(Signer.beside(file));
    assertThat(others).isNotEqualTo(made);
    Files.writeString(file, "other bytes");
    second.sign(file);
    assertThat(Signer.beside(file)).content().isNotEqualTo(others);
  }

  @Test
  void nothing_is_copied_where_gpg_does_not_sign() throws IOException {
    var targets = new Targets(folder.resolve("modules"));
    Path repository = folder.resolve("repository");
    var publication =
        new Publication(
            repository,
            Instant.parse("2026-11-24T00:00:00Z"),
            new Signer("nobody@example.com", gpg()));
    assertThatThrownBy(() -> publication.publish(List.of(targets.library(), targets.bom())))
        .isInstanceOf(CannotPublishException.class)
        .hasMessageContaining("SLUICE_SIGNING_KEY=nobody@example.com");
    assertThat(repository).doesNotExist();
  }
}
