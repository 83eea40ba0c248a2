package dev.sluice.it.lab;

import dev.sluice.cli.TestProgram;
import dev.sluice.lab.load.GatewayProgram;
import java.util.List;
import java.util.stream.Stream;

/// The program of this build, for laboratories that start gateways.
public final class LabProgram {
  private LabProgram() {}

  public static GatewayProgram of() {
    return with(List.of());
  }

  /// The same, with the options of the start scripts.
  static GatewayProgram asShipped() {
    return with(List.of("@../cli/jvm.options"));
  }

  private static GatewayProgram with(List<String> options) {
    List<String> java = Stream.concat(TestProgram.java().stream(), options.stream()).toList();
    return new GatewayProgram(java, TestProgram.program());
  }
}
