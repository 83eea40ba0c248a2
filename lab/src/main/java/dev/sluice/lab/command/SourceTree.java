package dev.sluice.lab.command;

import dev.sluice.cli.console.CannotStart;
import java.nio.file.Files;
import java.nio.file.Path;

/// The folder of the sources, for commands that need more than what is built.
final class SourceTree {
  private SourceTree() {}

  /// The sources that this process's jar is built from.
  ///
  /// @throws CannotStart if the jar does not stand where a build leaves it
  static Path here() throws CannotStart {
    Path jar = Path.of(System.getProperty("java.class.path", "")).toAbsolutePath();
    Path root = jar.resolve("../../..").normalize();
    if (!jar.endsWith("lab/target/sluice-lab.jar") || !Files.exists(root.resolve("lab/pom.xml"))) {
      throw new CannotStart(
          "this command needs the sources, and they are not beside "
              + jar
              + ": start it with ./sluice in a clone");
    }
    return root;
  }
}
