package dev.sluice.lab.batch;

import dev.sluice.lab.load.GatewayProgram;
import dev.sluice.lab.process.ChildGateway;
import dev.sluice.lab.process.Folder;
import dev.sluice.sim.Recorded;
import dev.sluice.sim.Simulator;
import dev.sluice.sim.scenario.Scenario;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// A gateway with files and batches in a process of its own, and the simulated provider that it
/// calls. For one thread.
final class BatchSite implements AutoCloseable {
  static final String KEY = "sk-lab";

  /// What a token of a batch that the provider runs costs, as a share of what it costs in a call.
  static final double BATCH_PRICE = 0.5;

  static final String ADMIN = "lab-admin-token-of-32-characters";

  private final Folder folder = Folder.create("sluice-batch");
  private final Start start;
  private final Simulator provider;
  private final String yaml;
  private ChildGateway gateway;

  /// How a gateway is started.
  ///
  /// @param before what stands before the command
  /// @param jvm options of the JVM
  /// @param type of the provider, with what else the configuration says of it
  /// @param files what else the configuration says of files, with a comma in front
  record Start(
      GatewayProgram program, List<String> before, List<String> jvm, String type, String files) {
    private static final String COMPATIBLE = "compatible";
    private static final String RUNS_BATCHES = "openai, keys: [sk-sim]";
    private static final List<String> SMALL = List.of("-Xmx256m", "-XX:TieredStopAtLevel=1");
    private static final List<String> USUAL = List.of("-Xmx512m");

    /// The start of a gateway that is only to work.
    static Start small(GatewayProgram program) {
      return new Start(program, List.of(), SMALL, COMPATIBLE, "");
    }

    /// The start of one that is measured.
    static Start usual(GatewayProgram program) {
      return new Start(program, List.of(), USUAL, COMPATIBLE, "");
    }

    Start behind(List<String> command) {
      return new Start(program, command, jvm, type, files);
    }

    /// The start of one that knows limits of its provider.
    Start limited(String map) {
      return new Start(program, before, jvm, type + ", limits: " + map, files);
    }

    /// The start of one whose provider runs batches itself.
    Start delegating() {
      return new Start(program, before, jvm, RUNS_BATCHES, files);
    }

    /// The start of one that keeps files elsewhere.
    Start keeping(String elsewhere) {
      return new Start(program, before, jvm, type, elsewhere);
    }

    private ChildGateway gateway(Path folder, String yaml) throws IOException {
      Path config = Files.writeString(folder.resolve(ChildGateway.FILE), yaml);
      var command = new ArrayList<>(before);
      command.addAll(program.command(jvm, List.of("serve", "-c", config.toString())));
      return ChildGateway.start(command, folder);
    }
  }

  /// Starts both.
  ///
  /// @param more of the configuration: `batches` and `routes`
  BatchSite(Start start, Scenario scenario, String more) throws IOException {
    this.start = start;
    this.provider = Simulator.start(scenario, 0);
    this.yaml = yaml() + more;
    try {
      this.gateway = start.gateway(folder.path(), yaml);
    } catch (IOException | RuntimeException e) {
      provider.close();
      folder.close();
      throw e;
    }
  }

  private String yaml() {
    return """
    store: {path: "%1$s/data"}
    files: {folder: "%1$s/files", key: "MDEyMzQ1Njc4OWFiY2RlZjAxMjM0NTY3ODlhYmNkZWY="%7$s}
    server: {listen: "127.0.0.1:0", keys: [{name: web, key: %3$s, team: ops}]}
    admin: {listen: "127.0.0.1:0", token: %4$s}
    log: {calls: off}
    prices: {models: [{provider: sim, model: "*", input: 1, output: 10, max_output: 32, batch: %6$s}]}
    providers: {sim: {url: "%2$s", allow_private: true, type: %5$s}}
    """
        .formatted(
            folder.path(), provider.url(), KEY, ADMIN, start.type(), BATCH_PRICE, start.files());
  }

  Path folder() {
    return folder.path();
  }

  Recorded recorded() {
    return provider.recorded();
  }

  ChildGateway gateway() {
    return gateway;
  }

  BatchClient client() {
    return new BatchClient(gateway.api(), KEY);
  }

  /// The admin listener, to whom an administrator asks.
  BatchClient admin() {
    return new BatchClient(gateway.admin(), ADMIN);
  }

  /// Ends the gateway's process as `kill -9` does.
  void kill() throws InterruptedException {
    gateway.kill();
  }

  /// Starts the gateway again, on what there is.
  void restart() throws IOException {
    gateway = start.gateway(folder.path(), yaml);
  }

  /// Ends the gateway, so that its store can be read.
  void end() throws IOException, InterruptedException {
    gateway.end();
  }

  @Override
  public void close() throws IOException {
    gateway.process().destroyForcibly().onExit().join();
    provider.close();
    folder.close();
  }
}
