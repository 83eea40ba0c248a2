package dev.sluice.dist.publish;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// Detached signatures by gpg.
///
/// @param key which one gpg is to take; empty for no signatures at all
/// @param gpg the command, with options that say where its keys are
record Signer(String key, List<String> gpg) {
  private static final List<String> USUAL = List.of("gpg");

  /// What stands in front of a good signature's fingerprint in gpg's status lines.
  private static final String VALID = "[GNUPG:] VALIDSIG ";

  /// The field of a fingerprint in gpg's lists of keys.
  private static final int FINGERPRINT = 9;

  /// A signer with the user's own keys.
  Signer(String key) {
    this(key, USUAL);
  }

  static Path beside(Path file) {
    return file.resolveSibling(file.getFileName() + ".asc");
  }

  /// Checks that gpg signs, with a file that is nobody's.
  ///
  /// @throws CannotPublishException if it does not
  void check() throws IOException {
    if (key.isEmpty()) {
      return;
    }
    Path scratch = Files.createTempFile("sluice-signed", ".txt");
    try {
      make(scratch);
    } finally {
      Files.deleteIfExists(beside(scratch));
      Files.delete(scratch);
    }
  }

  /// Signs a file, where there is a key and no good signature by it yet. A signature holds the
  /// time: one that is good stays, so that a second run changes nothing.
  ///
  /// @throws CannotPublishException if gpg does not sign
  void sign(Path file) {
    if (!key.isEmpty() && !isSignedByKey(file)) {
      make(file);
    }
  }

  private void make(Path file) {
    if (output("--yes", "--armor", "--local-user", key, "--detach-sign", file.toString())
        .isEmpty()) {
      throw new CannotPublishException(
          ("gpg has not signed %s with SLUICE_SIGNING_KEY=%s: try gpg --armor --local-user %s"
                  + " --detach-sign on any file")
              .formatted(file.getFileName(), key, key));
    }
  }

  /// Whether there is a signature of the file that gpg's keys prove, whosever it is.
  static boolean isSigned(Path file) {
    return new Signer("").signer(file).isPresent();
  }

  private boolean isSignedByKey(Path file) {
    return signer(file).filter(fingerprints()::contains).isPresent();
  }

  /// The fingerprint of the key, or of its part, that has made the file's signature; empty if that
  /// is missing or not good.
  private Optional<String> signer(Path file) {
    Path signature = beside(file);
    if (!Files.exists(signature)) {
      return Optional.empty();
    }
    return output("--status-fd", "1", "--verify", signature.toString(), file.toString())
        .flatMap(status -> status.lines().filter(line -> line.startsWith(VALID)).findFirst())
        .map(line -> line.substring(VALID.length()).split(" ", 2)[0]);
  }

  /// The fingerprints of the key and of its parts, of which gpg chooses one to sign with.
  private Set<String> fingerprints() {
    return output("--with-colons", "--list-secret-keys", key)
        .orElse("")
        .lines()
        .filter(line -> line.startsWith("fpr:"))
        .map(line -> line.split(":", -1)[FINGERPRINT])
        .collect(Collectors.toSet());
  }

  /// What gpg writes, which is little; empty if it fails, or there is none.
  private Optional<String> output(String... arguments) {
    List<String> words = new ArrayList<>(gpg);
    words.addAll(List.of("--batch", "--quiet"));
    words.addAll(List.of(arguments));
    try {
      return output(
          new ProcessBuilder(words)
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
              .start());
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> output(Process process) throws IOException {
    try {
      return process.waitFor(1, TimeUnit.MINUTES) && process.exitValue() == 0
          ? Optional.of(new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
          : Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return Optional.empty();
    } finally {
      process.destroyForcibly();
    }
  }
}
