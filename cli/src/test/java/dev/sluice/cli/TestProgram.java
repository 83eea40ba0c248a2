package dev.sluice.cli;

import java.util.ArrayList;
import java.util.List;

/// The program of this build, in processes of its own.
public final class TestProgram {
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

  /// The JVM and its options. The second compiler takes more than it gives in the few seconds that
  /// such processes live.
  public static List<String> java() {
    return List.of(
        ProcessHandle.current().info().command().orElseThrow(),
        "-XX:TieredStopAtLevel=1",
        "--add-opens=java.base/java.lang=ALL-UNNAMED",
        "--enable-native-access=ALL-UNNAMED");
  }

  /// Where the program is, and its main class.
  public static List<String> program() {
    return List.of("-cp", System.getProperty("java.class.path"), Main.class.getName());
  }
}
