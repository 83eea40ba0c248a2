package dev.sluice.it.lab;

import dev.sluice.cli.Main;
import dev.sluice.lab.load.GatewayProgram;
import java.util.List;

/// The program of this build, for laboratories that start gateways.
final class LabProgram {
  private LabProgram() {}

  static GatewayProgram of() {
    return new GatewayProgram(
        List.of(
            ProcessHandle.current().info().command().orElseThrow(),
            "--add-opens=java.base/java.lang=ALL-UNNAMED",
            "--enable-native-access=ALL-UNNAMED"),
        List.of("-cp", System.getProperty("java.class.path"), Main.class.getName()));
  }
}
