package dev.sluice.it.matrix;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.it.installed.Installed;
import dev.sluice.it.matrix.DialectGateways.Where;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A process that takes the gateways and its clients, and prints a line for each of their scenes.
///
/// @param command without its arguments
record Program(Path folder, List<String> command) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /// That of Node, in the folder of its packages.
  static Program node() {
    Path folder = Installed.npm("matrix");
    return new Program(folder, List.of(Installed.node(), "play.mjs"));
  }

  /// That of Python, with the packages of a list.
  static Program python(String list) {
    return new Program(
        Installed.PYTHON.resolve("matrix"), List.of(Installed.python(list), "play.py"));
  }

  /// Plays every scene at each gateway, with one client after the other.
  List<Line> play(List<ProgramClient> clients, List<Where> gateways)
      throws IOException, InterruptedException {
    List<String> line = new ArrayList<>(command);
    line.add(Where.json(gateways));
    clients.forEach(client -> line.add(client.scenes()));
    ProcessBuilder builder = new ProcessBuilder(line).directory(folder.toFile());
    Installed.compileOnce(builder);
    Process process = builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
    process.getOutputStream().close();
    List<Line> seen = new ArrayList<>();
    for (String row : new String(process.getInputStream().readAllBytes(), UTF_8).lines().toList()) {
      JsonNode said = JSON.readTree(row);
      seen.add(new Line(clients.get(said.path("play").asInt()), said));
    }
    if (process.waitFor() != 0) {
      throw new IllegalStateException(command + " has failed");
    }
    return seen;
  }
}
