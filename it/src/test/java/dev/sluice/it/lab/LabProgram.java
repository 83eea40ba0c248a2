package dev.sluice.it.lab;

import dev.sluice.cli.TestProgram;
import dev.sluice.lab.load.GatewayProgram;

/// The program of this build, for laboratories that start gateways.
final class LabProgram {
  private LabProgram() {}

  static GatewayProgram of() {
    return new GatewayProgram(TestProgram.java(), TestProgram.program());
  }
}
