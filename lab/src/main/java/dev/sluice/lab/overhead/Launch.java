package dev.sluice.lab.overhead;

import java.io.File;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// How a Sluice is started.
///
/// @param java the JVM's executable and its options
/// @param jar the program
public record Launch(List<String> java, String jar) {
  private static final String MAIN = "dev.sluice.cli.Main";
  private static final Path BUILT = Path.of("cli", "target", "sluice.jar");

  public Launch {
    java = List.copyOf(java);
  }

  /// Returns a launch with the JVM, the options and the jar of this process.
  ///
  /// @throws IllegalStateException if this process was not started with `java -jar`
  public static Launch likeThisProcess() {
    String jar = System.getProperty("java.class.path", "");
    if (!jar.endsWith(".jar") || jar.contains(File.pathSeparator)) {
      throw new IllegalStateException(
          "the class path is '" + jar + "' and not one jar: start this with ./sluice");
    }
    List<String> java = new ArrayList<>();
    java.add(ProcessHandle.current().info().command().orElse("java"));
    java.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    return new Launch(java, jar);
  }

  /// The checkout that the jar was built in.
  ///
  /// @throws IllegalStateException if the jar does not lie where a build leaves it
  public Path checkout() {
    Path path = Path.of(jar).toAbsolutePath();
    if (!path.endsWith(BUILT)) {
      throw new IllegalStateException(
          "'%s' is not the %s of a checkout: start this with ./sluice".formatted(jar, BUILT));
    }
    return path.resolve("../../..").normalize();
  }

  /// The command that runs `arguments`.
  ///
  /// @param loopCarried whether event loops may carry virtual threads: the jar's manifest allows
  ///   it, and counts for `-jar` alone
  public List<String> command(boolean loopCarried, List<String> arguments) {
    List<String> command = new ArrayList<>(java);
    command.addAll(loopCarried ? List.of("-jar", jar) : List.of("-cp", jar, MAIN));
    command.addAll(arguments);
    return command;
  }
}
