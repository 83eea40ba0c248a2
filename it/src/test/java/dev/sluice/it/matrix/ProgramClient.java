package dev.sluice.it.matrix;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.it.installed.Installed;
import dev.sluice.it.matrix.DialectGateways.Where;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A client whose program is a process: it takes the gateways, and prints a line for each scene.
///
/// @param command with the gateways at the place of an empty word
record ProgramClient(
    String name,
    String registry,
    String version,
    ClientKind kind,
    Path folder,
    List<String> command)
    implements MatrixClient {
  private static final ObjectMapper JSON = new ObjectMapper();

  /// A program of Node, in the folder of its packages.
  static MatrixClient node(String name, String version, ClientKind kind, String... program) {
    Path folder = Installed.npm("matrix");
    List<String> command = new ArrayList<>();
    command.add(nodeOf(folder));
    command.add(program[0]);
    command.add("");
    command.addAll(List.of(program).subList(1, program.length));
    return new ProgramClient(name, "npm", version, kind, folder, command);
  }

  /// The Node that the packages ask for, where there is one for this machine.
  private static String nodeOf(Path folder) {
    Path own = folder.resolve("node_modules").resolve(".bin").resolve("node");
    return Files.isExecutable(own) ? own.toString() : "node";
  }

  /// A program of Python.
  ///
  /// @param program its file, and what it is told behind the gateways
  static MatrixClient python(
      String name, String version, ClientKind kind, String list, String... program) {
    List<String> command = new ArrayList<>(List.of(Installed.python(list), program[0], ""));
    command.addAll(List.of(program).subList(1, program.length));
    Path folder = Installed.PYTHON.resolve("matrix");
    return new ProgramClient(name, "PyPI", version, kind, folder, command);
  }

  @Override
  public List<JsonNode> play(List<Where> gateways) throws IOException, InterruptedException {
    String told = Where.json(gateways);
    List<String> line = command.stream().map(word -> word.isEmpty() ? told : word).toList();
    ProcessBuilder builder = new ProcessBuilder(line).directory(folder.toFile());
    Installed.compileOnce(builder);
    Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    process.getOutputStream().close();
    List<JsonNode> seen = new ArrayList<>();
    for (String row : new String(process.getInputStream().readAllBytes(), UTF_8).lines().toList()) {
      seen.add(JSON.readTree(row));
    }
    if (process.waitFor() != 0) {
      throw new IllegalStateException(name + " has failed");
    }
    return seen;
  }
}
