package dev.sluice.dist.publish;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Detached signatures by gpg.
///
/// @param key which one gpg is to take; empty for no signatures at all
record Signer(String key) {
  static Path beside(Path file) {
    return file.resolveSibling(file.getFileName() + ".asc");
  }

  /// Signs a file, where there is a key and no good signature yet. A signature holds the time: one
  /// that is good stays, so that a second run changes nothing.
  ///
  /// @throws CannotPublishException if gpg does not sign
  void sign(Path file) throws IOException {
    if (key.isEmpty() || isSigned(file)) {
      return;
    }
    List<String> command =
        List.of(
            "gpg", "--batch", "--yes", "--quiet", "--armor", "--local-user", key, "--detach-sign");
    if (!runs(command, file)) {
      throw new CannotPublishException(
          "gpg has not signed "
              + file.getFileName()
              + " with SLUICE_SIGNING_KEY="
              + key
              + ": try gpg --armor --local-user "
              + key
              + " --detach-sign on any file");
    }
  }

  /// Whether there is a signature of the file that gpg's keys prove.
  static boolean isSigned(Path file) throws IOException {
    Path signature = beside(file);
    return Files.exists(signature)
        && runs(List.of("gpg", "--batch", "--quiet", "--verify", signature.toString()), file);
  }

  private static boolean runs(List<String> command, Path file) throws IOException {
    var builder = new ProcessBuilder(command);
    builder.command().add(file.toString());
    return ends(
        builder
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .redirectInput(ProcessBuilder.Redirect.from(Path.of("/dev/null").toFile()))
            .start());
  }

  private static boolean ends(Process process) {
    try {
      return process.waitFor(1, TimeUnit.MINUTES) && process.exitValue() == 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      process.destroyForcibly();
    }
  }
}
