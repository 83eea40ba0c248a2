package dev.sluice.cli;

import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// The program of this build, in processes of its own.
public final class TestProgram {
  /// The second compiler, a warm-up, and a collector with threads of its own take more than they
  /// give in the few seconds that such processes live. An archive of classes fits those JVMs alone
  /// whose objects have the same headers as where it was made, those of the start scripts, and is
  /// mapped as it is where it lies at the address that it was made for.
  private static final List<String> JAVA =
      List.of(
          ProcessHandle.current().info().command().orElseThrow(),
          "-XX:TieredStopAtLevel=1",
          "-XX:+UseSerialGC",
          "-Dsluice.warm-up.calls=0",
          "-XX:+UseCompactObjectHeaders",
          "-XX:+UnlockDiagnosticVMOptions",
          "-XX:ArchiveRelocationMode=0",
          "--add-opens=java.base/java.lang=ALL-UNNAMED",
          "--enable-native-access=ALL-UNNAMED");

  /// The program's jar and, where that does not name them, those of its libraries; empty where
  /// there are classes alone so far.
  private static final List<Path> JARS = jars();

  private static final List<String> ARCHIVE =
      JARS.isEmpty() ? List.of() : ClassArchive.options(JARS, JAVA);

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

  /// The options by which a JVM uses the archive of the program's classes; none where there is
  /// none.
  public static List<String> archive() {
    return ARCHIVE;
  }

  /// Where the program is, and its main class.
  public static List<String> program() {
    String classes =
        JARS.isEmpty() ? System.getProperty("java.class.path") : ClassArchive.classPath(JARS);
    return List.of("-cp", classes, Main.class.getName());
  }

  private static List<Path> jars() {
    try {
      Path main = Path.of(Main.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      if (Files.isDirectory(main)) {
        return TestJar.of(main);
      }
      return Files.isDirectory(main.resolveSibling("lib")) ? List.of(main) : List.of();
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
