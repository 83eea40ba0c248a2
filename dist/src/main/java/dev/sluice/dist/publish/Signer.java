package dev.sluice.dist.publish;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
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
  void sign(Path file) {
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
  static boolean isSigned(Path file) {
    Path signature = beside(file);
    return Files.exists(signature)
        && runs(List.of("gpg", "--batch", "--quiet", "--verify", signature.toString()), file);
  }

  private static boolean runs(List<String> command, Path file) {
    List<String> words = new ArrayList<>(command);
    words.add(file.toString());
    try {
      return ends(
          new ProcessBuilder(words)
              .redirectErrorStream(true)
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
              .start());
    } catch (IOException e) {
      return false; // there is no gpg
    }
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
