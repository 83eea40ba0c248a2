package dev.sluice.lab.load;

import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// How a gateway is started.
///
/// @param java the JVM's executable and its options; empty for a launcher, which has its own
/// @param program where the program is, and its main class where that must be said
public record GatewayProgram(List<String> java, List<String> program) {
  private static final String MAIN = "dev.sluice.cli.Main";
  private static final Path BUILT = Path.of("cli", "target", "sluice.jar");
  private static final String CACHE = "sluice.aot";

  public GatewayProgram {
    java = List.copyOf(java);
    program = List.copyOf(program);
  }

  /// The program of a checkout, which its launcher builds where it was not, on the JDK of this
  /// process.
  ///
  /// @param launcher its `sluice`
  public static GatewayProgram launchedBy(Path launcher) {
    String home = "JAVA_HOME=" + System.getProperty("java.home");
    return new GatewayProgram(List.of(), List.of("env", home, launcher.toString()));
  }

  /// The program beside the laboratory's jar that this process runs, with the start cache that
  /// `./sluice serve` has; where this process runs from class folders, the program among them.
  public static GatewayProgram likeThisProcess() {
    List<String> java = new ArrayList<>();
    java.add(ProcessHandle.current().info().command().orElse("java"));
    java.addAll(ManagementFactory.getRuntimeMXBean().getInputArguments());
    String path = System.getProperty("java.class.path", "");
    if (!path.endsWith("sluice-lab.jar")) {
      return new GatewayProgram(java, List.of("-cp", path, MAIN));
    }
    Path jar = Path.of(path).toAbsolutePath().resolve("../../..").resolve(BUILT).normalize();
    Path cache = jar.resolveSibling(CACHE);
    if (cache.toFile().length() > 0) {
      java.add("-XX:AOTCache=" + cache);
    }
    return new GatewayProgram(java, List.of("-jar", jar.toString()));
  }

  /// The checkout that the program was built in.
  ///
  /// @throws IllegalStateException if the program is no jar that lies where a build leaves it
  public Path checkout() {
    Path jar = Path.of(program.getLast());
    if (!jar.endsWith(BUILT) || !Files.isRegularFile(jar)) {
      throw new IllegalStateException(
          "'%s' is not the %s of a checkout: start this with ./sluice"
              .formatted(String.join(" ", program), BUILT));
    }
    return jar.resolve("../../..").normalize();
  }

  /// The same program whose event loops carry no virtual threads: what they need is in the jar's
  /// manifest, which counts for `-jar` alone.
  public GatewayProgram onDefaultScheduler() {
    return program.getFirst().equals("-jar")
        ? new GatewayProgram(java, List.of("-cp", program.getLast(), MAIN))
        : this;
  }

  /// The command that runs `arguments`.
  ///
  /// @param jvm options that outweigh those of this process
  public List<String> command(List<String> jvm, List<String> arguments) {
    List<String> options = java.isEmpty() ? List.of() : jvm;
    return Stream.of(java, options, program, arguments).flatMap(List::stream).toList();
  }

  /// The command that runs `arguments` with the options of this process.
  public List<String> command(List<String> arguments) {
    return command(List.of(), arguments);
  }
}
