package dev.sluice.lab.restart;

import dev.sluice.lab.load.GatewayProgram;
import dev.sluice.lab.process.ChildGateway;
import dev.sluice.lab.process.FreePort;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// One of the gateways: a process that is replaced by another one at the same addresses. Confined
/// to the thread of the experiment.
final class Instance implements AutoCloseable {
  private final String name;
  private final int port = FreePort.find();
  private final int adminPort = FreePort.find();
  private final GatewayProgram program;
  private final Path folder;
  private final String yaml;
  private ChildGateway running;

  /// Starts a gateway, and waits until it is ready.
  ///
  /// @param folder for the files of both gateways
  /// @param yaml the configuration but for the addresses, for which `%d` stands twice
  Instance(String name, GatewayProgram program, Path folder, String yaml) throws IOException {
    this.name = name;
    this.program = program;
    this.folder = Files.createDirectory(folder.resolve(name));
    this.yaml = yaml.formatted(port, adminPort);
    this.running = started();
  }

  /// The name, as the balancer has it.
  String name() {
    return name;
  }

  /// Where calls are served.
  int port() {
    return port;
  }

  /// Where it says whether it is ready.
  int adminPort() {
    return adminPort;
  }

  private ChildGateway started() throws IOException {
    return ChildGateway.start(program, folder, yaml);
  }

  /// Ends the process as a service manager does, and starts the next one.
  void restart() throws IOException, InterruptedException {
    running.end();
    int code = running.process().exitValue();
    if (code != 0) {
      throw new IOException("gateway " + name + " has ended with exit code " + code);
    }
    running = started();
  }

  @Override
  public void close() {
    running.process().destroyForcibly();
  }
}
