package dev.sluice.it.lab;

import dev.sluice.cli.Main;
import dev.sluice.lab.load.GatewayProgram;
import java.util.ArrayList;
import java.util.List;

/// The program of this build, in processes of its own.
final class LabProgram {
  private LabProgram() {}

  /// For laboratories that start gateways.
  static GatewayProgram of() {
    return new GatewayProgram(java(), program());
  }

  /// The command that runs `arguments`.
  ///
  /// @param options of its JVM, beside the usual ones
  static List<String> command(List<String> options, String... arguments) {
    List<String> command = new ArrayList<>(java());
    command.addAll(options);
    command.addAll(program());
    command.addAll(List.of(arguments));
    return command;
  }

  /// The second compiler takes more than it gives in the few seconds that they live.
  private static List<String> java() {
    return List.of(
        ProcessHandle.current().info().command().orElseThrow(),
        "-XX:TieredStopAtLevel=1",
        "--add-opens=java.base/java.lang=ALL-UNNAMED",
        "--enable-native-access=ALL-UNNAMED");
  }

  private static List<String> program() {
    return List.of("-cp", System.getProperty("java.class.path"), Main.class.getName());
  }
}
