package dev.sluice.lab.fetch;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// A tool that runs in a JVM of its own, on this process's class path and on the jars that the
/// laboratory's `pom.xml` names for it.
///
/// @param jars this process's class path, then the tool's
public record FetchedTool(List<String> jars) {

  /// Fetches a tool with Maven, whose output goes to this process's own.
  ///
  /// @param name the execution of the dependency plugin in `lab/pom.xml`, and the folder under
  ///   `lab/target` that the jars go to
  /// @param root the folder of the sources
  /// @throws IOException if the tool cannot be fetched
  public static FetchedTool fetch(String name, Path root) throws IOException, InterruptedException {
    if (maven(root, "dependency:copy@" + name) != 0) {
      throw new IOException(name + " cannot be fetched: the reason stands above");
    }
    try (Stream<Path> fetched = Files.list(root.resolve("lab/target").resolve(name))) {
      return new FetchedTool(Stream.concat(own(), fetched.map(Path::toString)).toList());
    }
  }

  /// Runs the tool, whose input and output are this process's own.
  ///
  /// @param options the JVM's
  /// @return its exit code
  /// @throws IOException if it cannot be started
  public int run(List<String> options, String main, List<String> arguments)
      throws IOException, InterruptedException {
    List<String> command =
        Stream.of(
                List.of(ProcessHandle.current().info().command().orElse("java")),
                options,
                List.of("-cp", String.join(File.pathSeparator, jars), main),
                arguments)
            .flatMap(List::stream)
            .toList();
    return new ProcessBuilder(command).inheritIO().start().waitFor();
  }

  private static int maven(Path root, String goal) throws IOException, InterruptedException {
    return new ProcessBuilder("mvn", "-B", "-q", "-pl", "lab", goal)
        .directory(root.toFile())
        .inheritIO()
        .start()
        .waitFor();
  }

  private static Stream<String> own() {
    return Stream.of(System.getProperty("java.class.path", "").split(File.pathSeparator, -1));
  }
}
