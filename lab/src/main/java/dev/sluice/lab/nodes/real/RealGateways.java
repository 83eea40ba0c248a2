package dev.sluice.lab.nodes.real;

import dev.sluice.lab.load.GatewayProgram;
import dev.sluice.lab.process.ChildGateway;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/// Four gateways in front of one provider. For one thread.
final class RealGateways implements AutoCloseable {
  static final int NODES = 4;

  private final GatewayProgram program;
  private final Path folder;
  private final IntFunction<String> keys;
  private final String provider;
  private final List<ChildGateway> running = new ArrayList<>();

  /// @param keys those of `cluster` that say where Redis is, by the gateway's place
  /// @param provider the URL of the provider
  RealGateways(GatewayProgram program, Path folder, IntFunction<String> keys, String provider)
      throws IOException {
    this.program = program;
    this.folder = folder;
    this.keys = keys;
    this.provider = provider;
    for (int i = 0; i < NODES; i++) {
      running.add(started(i));
    }
  }

  private ChildGateway started(int place) throws IOException {
    Path own = Files.createDirectories(folder.resolve("n" + place));
    return ChildGateway.start(program, own, yaml(place));
  }

  private String yaml(int place) {
    return """
    server: {listen: "127.0.0.1:0"}
    admin: {listen: "127.0.0.1:0"}
    log: {calls: off}
    cluster: {%s, name: lab, node: n%d, nodes: %d}
    providers:
      sim:
        type: openai
        url: "%s"
        key: sim
        allow_private: true
        limits:
          %s: {tpm: %d, burst: 10s}
          %s: {tpm: %d, burst: 10s}
    routes:
      all: {models: ["*"], targets: [{provider: sim}], queue: {max_wait: 3s}}
    """
        .formatted(
            keys.apply(place),
            place,
            NODES,
            provider,
            RealProvider.SMALL,
            RealProvider.TIGHT,
            RealProvider.LARGE,
            RealProvider.WIDE);
  }

  URI api(int place) {
    return running.get(place).api();
  }

  void kill(int place) throws InterruptedException {
    running.get(place).kill();
  }

  /// Sends a gateway a signal, such as `STOP`.
  void signal(int place, String name) throws IOException, InterruptedException {
    String pid = String.valueOf(running.get(place).process().pid());
    int _ = new ProcessBuilder("kill", "-" + name, pid).start().waitFor();
  }

  void restart(int place) throws IOException {
    running.set(place, started(place));
  }

  @Override
  public void close() {
    running.forEach(gateway -> gateway.process().destroyForcibly());
  }
}
