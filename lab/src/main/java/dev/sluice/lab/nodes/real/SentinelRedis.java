package dev.sluice.lab.nodes.real;

import dev.sluice.lab.process.Child;
import dev.sluice.lab.process.FreePort;
import dev.sluice.lab.process.RedisProcess;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// A primary, two replicas and three sentinels. For one thread.
final class SentinelRedis implements RedisSite {
  private static final String PRIMARY = "lab";
  private static final int REPLICAS = 2;
  private static final int SENTINELS = 3;
  private static final Duration STARTS_WITHIN = Duration.ofSeconds(10);

  private final Path folder;
  private final List<RedisProcess> servers = new ArrayList<>();
  private final List<Integer> ports = new ArrayList<>();
  private final List<Child> sentinels = new ArrayList<>();

  SentinelRedis(Path folder) throws IOException, InterruptedException {
    this.folder = folder;
    int primary = FreePort.find();
    servers.add(server(primary, List.of()));
    for (int i = 0; i < REPLICAS; i++) {
      List<String> follows = List.of("--replicaof", "127.0.0.1 " + primary);
      servers.add(server(FreePort.find(), follows));
    }
    for (int i = 0; i < SENTINELS; i++) {
      sentinel(primary);
    }
  }

  private RedisProcess server(int port, List<String> options)
      throws IOException, InterruptedException {
    Path own = Files.createDirectory(folder.resolve("redis-" + port));
    return new RedisProcess(port, own, options);
  }

  private void sentinel(int primary) throws IOException, InterruptedException {
    int port = FreePort.find();
    Path file =
        Files.writeString(
            folder.resolve("sentinel-" + port + ".conf"),
            """
            port %1$d
            bind 127.0.0.1
            sentinel monitor %2$s 127.0.0.1 %3$d 2
            sentinel down-after-milliseconds %2$s 2000
            sentinel failover-timeout %2$s 5000
            """
                .formatted(port, PRIMARY, primary));
    Child child = Child.start(List.of("redis-server", file.toString(), "--sentinel"));
    sentinels.add(child);
    ports.add(port);
    child.awaitListening(
        new InetSocketAddress(InetAddress.getLoopbackAddress(), port), STARTS_WITHIN);
  }

  @Override
  public String keys(int place) {
    String hosts = ports.stream().map(port -> "127.0.0.1:" + port).collect(Collectors.joining(","));
    return "redis: \"redis-sentinel://%s/0#%s\"".formatted(hosts, PRIMARY);
  }

  @Override
  public List<Trouble> troubles() {
    return List.of(
        Trouble.passing("told to fail over", this::failOver),
        Trouble.passing("primary killed", this::killPrimary));
  }

  /// Has the sentinels promote a replica.
  private void failOver() throws IOException, InterruptedException {
    var command =
        new ProcessBuilder(
            "redis-cli", "-p", String.valueOf(ports.getFirst()), "sentinel", "failover", PRIMARY);
    int _ = command.start().waitFor();
  }

  private void killPrimary() {
    for (RedisProcess server : List.copyOf(servers)) {
      if (server.command("ROLE").getFirst().equals("master")) {
        server.close();
        servers.remove(server);
        return;
      }
    }
  }

  @Override
  public void close() {
    sentinels.forEach(Child::close);
    servers.forEach(RedisProcess::close);
  }
}
