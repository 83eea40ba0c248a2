package dev.sluice.cli;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// The program of this build, in processes of its own.
public final class TestProgram {
  /// The second compiler takes more than it gives in the few seconds that such processes live.
  private static final List<String> JAVA =
      List.of(
          ProcessHandle.current().info().command().orElseThrow(),
          "-XX:TieredStopAtLevel=1",
          "--add-opens=java.base/java.lang=ALL-UNNAMED",
          "--enable-native-access=ALL-UNNAMED");

  private static final Optional<Path> JAR = jar();

  private static final List<String> ARCHIVE =
      JAR.map(jar -> ClassArchive.options(jar, JAVA)).orElse(List.of());

  private TestProgram() {}

  /// The command that runs `arguments`.
  ///
  /// @param options of its JVM, beside the usual ones
  public static List<String> command(List<String> options, String... arguments) {
    List<String> command = new ArrayList<>(java());
    command.addAll(options);
    command.addAll(program());
    command.addAll(List.of(arguments));
    return command;
  }

  /// The JVM and its options.
  public static List<String> java() {
    return Stream.concat(JAVA.stream(), ARCHIVE.stream()).toList();
  }

  /// Where the program is, and its main class.
  public static List<String> program() {
    String classes = JAR.map(Path::toString).orElse(System.getProperty("java.class.path"));
    return List.of("-cp", classes, Main.class.getName());
  }

  /// The program's jar with its libraries beside it; empty where there are classes alone so far.
  private static Optional<Path> jar() {
    try {
      Path main = Path.of(Main.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      boolean packaged = Files.isRegularFile(main) && Files.isDirectory(main.resolveSibling("lib"));
      return packaged ? Optional.of(main) : Optional.empty();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
