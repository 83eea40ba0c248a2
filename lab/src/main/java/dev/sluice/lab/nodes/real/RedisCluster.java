package dev.sluice.lab.nodes.real;

import dev.sluice.lab.process.CommandOutput;
import dev.sluice.lab.process.FreePort;
import dev.sluice.lab.process.RedisProcess;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/// A Redis Cluster of three primaries and three replicas. For one thread.
final class RedisCluster implements RedisSite {
  private static final int NODES = 6;
  private static final int LOOKS = 200;
  private static final String QUOTAS = "sluice:1:{lab/*";
  private static final String MEMBERS = "sluice:1:{lab}*";

  private final List<RedisProcess> servers = new ArrayList<>();

  /// The server that was stopped where it is.
  private Optional<RedisProcess> hangs = Optional.empty();

  RedisCluster(Path folder) throws IOException, InterruptedException {
    for (int i = 0; i < NODES; i++) {
      int port = FreePort.find();
      Path own = Files.createDirectory(folder.resolve("node-" + port));
      servers.add(
          new RedisProcess(
              port,
              own,
              List.of(
                  "--cluster-enabled",
                  "yes",
                  "--cluster-port",
                  String.valueOf(FreePort.find()),
                  "--cluster-node-timeout",
                  "2000")));
    }
    create();
  }

  private void create() throws IOException, InterruptedException {
    var command = new ArrayList<String>(List.of("redis-cli", "--cluster", "create"));
    servers.forEach(server -> command.add("127.0.0.1:" + server.port()));
    command.addAll(List.of("--cluster-replicas", "1", "--cluster-yes"));
    CommandOutput create = CommandOutput.run(command);
    if (create.code() != 0) {
      throw new IOException("the Redis Cluster does not come up: " + create.end());
    }
    for (int i = 0; !state().contains("cluster_state:ok"); i++) {
      if (i == LOOKS) {
        throw new IOException("the Redis Cluster does not come up: " + state());
      }
      TimeUnit.MILLISECONDS.sleep(50);
    }
  }

  private String state() {
    return servers.getLast().command("CLUSTER", "INFO").getFirst();
  }

  @Override
  public String keys(int place) {
    String hosts =
        servers.stream()
            .limit(2)
            .map(server -> "127.0.0.1:" + server.port())
            .collect(Collectors.joining(","));
    return "redis: \"redis-cluster://%s\"".formatted(hosts);
  }

  @Override
  public List<Trouble> troubles() {
    return List.of(
        Trouble.passing("slots moved", this::failOver),
        new Trouble("a shard hangs", this::hang, this::goOn),
        new Trouble("a hung shard moves", this::hangUntilMoved, this::goOn, true),
        Trouble.passing("primary killed", this::kill));
  }

  /// Has each replica take over, so that all slots are elsewhere.
  private void failOver() {
    for (RedisProcess server : servers) {
      if (server.command("ROLE").getFirst().equals("slave")) {
        List<String> _ = server.command("CLUSTER", "FAILOVER");
      }
    }
  }

  /// Stops the primary that has a quota where it is, and lets no replica take over; the other
  /// shards go on.
  private void hang() throws IOException, InterruptedException {
    set("cluster-replica-no-failover", "yes");
    set("cluster-require-full-coverage", "no");
    hangUntilMoved();
  }

  /// Stops that primary, and lets its replica take over.
  private void hangUntilMoved() throws IOException, InterruptedException {
    RedisProcess shard = shard();
    shard.signal("STOP");
    hangs = Optional.of(shard);
  }

  /// Returns the primary of a quota, if there is one without that of the members.
  private RedisProcess shard() {
    List<RedisProcess> ofQuotas =
        servers.stream()
            .filter(server -> isPrimary(server) && has(server, QUOTAS))
            .sorted(Comparator.comparing(server -> has(server, MEMBERS)))
            .toList();
    return ofQuotas.getFirst();
  }

  private static boolean has(RedisProcess server, String keys) {
    return !server.command("KEYS", keys).isEmpty();
  }

  private static boolean isPrimary(RedisProcess server) {
    return server.command("ROLE").getFirst().equals("master");
  }

  private void goOn() throws IOException, InterruptedException {
    if (hangs.isPresent()) {
      hangs.get().signal("CONT");
      hangs = Optional.empty();
    }
    set("cluster-replica-no-failover", "no");
    set("cluster-require-full-coverage", "yes");
  }

  private void set(String what, String value) {
    for (RedisProcess server : servers) {
      List<String> _ = server.command("CONFIG", "SET", what, value);
    }
  }

  /// Kills one primary, and lets its replica take over.
  private void kill() {
    for (RedisProcess server : List.copyOf(servers.subList(2, servers.size()))) {
      if (isPrimary(server)) {
        server.close();
        servers.remove(server);
        return;
      }
    }
  }

  @Override
  public void close() {
    servers.forEach(RedisProcess::close);
  }
}
