package dev.sluice.lab.overhead;

import dev.sluice.lab.process.FreePort;
import dev.sluice.lab.process.ProcessUsage;
import dev.sluice.lab.process.RedisProcess;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/// A Sluice that shares its limits through a Redis of its own, which runs on the load's core. It is
/// the only node of its cluster.
record ClusterContender(Sluice sluice, RedisProcess redis) implements Contender {

  /// Starts both, and waits until they are ready.
  ///
  /// @param command the command that runs Sluice with the arguments given to it, as one process
  /// @param folder for their files; the caller deletes it
  static ClusterContender start(
      UnaryOperator<List<String>> command, Path folder, InetSocketAddress provider, Cores cores)
      throws IOException, InterruptedException {
    var redis = new RedisProcess(FreePort.find(), folder, List.of());
    try {
      String cluster =
          "cluster: {redis: \"redis://127.0.0.1:%d\", name: overhead, nodes: 1}"
              .formatted(redis.port());
      return new ClusterContender(
          Sluice.startLimited(SLUICE_NODE, Optional.of(cluster), command, folder, provider, cores),
          redis);
    } catch (IOException | InterruptedException | RuntimeException e) {
      redis.close();
      throw e;
    }
  }

  @Override
  public String name() {
    return sluice.name();
  }

  @Override
  public InetSocketAddress address() {
    return sluice.address();
  }

  @Override
  public Optional<ProcessUsage> usage() {
    return sluice.usage();
  }

  @Override
  public Duration startedIn() {
    return sluice.startedIn();
  }

  @Override
  public void close() {
    sluice.close();
    redis.close();
  }
}
