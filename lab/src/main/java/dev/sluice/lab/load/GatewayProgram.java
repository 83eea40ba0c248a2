package dev.sluice.lab.load;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// How a gateway is started: the same program and the same JVM options as this process.
///
/// @param java the JVM's executable and its options
/// @param program where the program is, and its main class where that must be said
public record GatewayProgram(List<String> java, List<String> program) {
  private static final String MAIN = "dev.sluice.cli.Main";

  public GatewayProgram {
    java = List.copyOf(java);
    program = List.copyOf(program);
  }

  public static GatewayProgram likeThisProcess() {
    List<String> java = new ArrayList<>();
    java.add(ProcessHandle.current().info().command().orElse("java"));
    java.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    String path = System.getProperty("java.class.path", "");
    Path product = Path.of(path).resolve("../../../cli/target/sluice.jar").normalize();
    return new GatewayProgram(
        java,
        path.endsWith("sluice-lab.jar")
            ? List.of("-jar", product.toString())
            : List.of("-cp", path, MAIN));
  }

  /// The command that runs `arguments`.
  ///
  /// @param jvm options that outweigh those of this process
  public List<String> command(List<String> jvm, List<String> arguments) {
    return Stream.of(java, jvm, program, arguments).flatMap(List::stream).toList();
  }
}
