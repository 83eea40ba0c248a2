package dev.sluice.lab.nodes.real;

import dev.sluice.lab.process.FreePort;
import dev.sluice.lab.process.RedisProcess;
import dev.sluice.sim.proxy.Behaviour;
import dev.sluice.sim.proxy.FaultProxy;
import dev.sluice.sim.proxy.Way;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/// One Redis or Valkey, to which each gateway has a proxy of its own. For one thread.
final class SingleRedis implements RedisSite {
  private static final Duration LATE = Duration.ofMillis(100);
  private static final String PASSWORD = "other";

  private final String program;
  private final Path folder;
  private final int port = FreePort.find();
  private final List<FaultProxy> proxies = new ArrayList<>();
  private RedisProcess redis;

  /// @param program that is started, `redis-server` or `valkey-server`
  SingleRedis(String program, Path folder) throws IOException, InterruptedException {
    this.program = program;
    this.folder = folder;
    redis = started();
    for (int i = 0; i < RealGateways.NODES; i++) {
      proxies.add(FaultProxy.start(port));
    }
  }

  private RedisProcess started() throws IOException, InterruptedException {
    return new RedisProcess(program, port, folder, List.of("--enable-debug-command", "yes"));
  }

  @Override
  public String keys(int place) {
    return "redis: \"redis://127.0.0.1:%d\"".formatted(proxies.get(place).port());
  }

  @Override
  public List<Trouble> troubles() {
    return List.of(
        new Trouble("gone", this::leave, this::comeBack),
        new Trouble("silent", () -> behave(Behaviour.SILENT), this::comeBack),
        new Trouble("hangs", () -> redis.signal("STOP"), () -> redis.signal("CONT")),
        new Trouble("slow", this::slow, () -> proxies.forEach(one -> one.behave(Behaviour.PASS))),
        new Trouble("a node is cut off", () -> cut(Behaviour.CLOSE), () -> cut(Behaviour.PASS)),
        new Trouble("a node hears none", () -> cut(Behaviour.SILENT), () -> cut(Behaviour.PASS)),
        new Trouble("flushed", () -> redis.command("FLUSHALL"), () -> {}),
        new Trouble("killed", this::kill, () -> redis = started()),
        new Trouble("password", this::lock, this::unlock),
        new Trouble("read-only", this::follow, this::lead),
        new Trouble("memory", () -> set("maxmemory", "1"), () -> set("maxmemory", "0")),
        new Trouble("connections", this::crowd, () -> set("maxclients", "10000")),
        new Trouble("scripts", () -> redis.command("SCRIPT", "FLUSH"), () -> {}),
        new Trouble("foreign", this::occupy, () -> redis.command("FLUSHALL")));
  }

  private void leave() {
    behave(Behaviour.CLOSE);
  }

  /// Changes what becomes of connections, old ones too.
  private void behave(Behaviour other) {
    proxies.forEach(proxy -> behave(proxy, other));
  }

  private static void behave(FaultProxy proxy, Behaviour other) {
    proxy.behave(other);
    proxy.resetAll();
  }

  /// Changes what becomes of the connections of the last gateway alone.
  private void cut(Behaviour other) {
    behave(proxies.getLast(), other);
  }

  private void comeBack() {
    behave(Behaviour.PASS);
  }

  private void slow() {
    proxies.forEach(proxy -> proxy.behave(Behaviour.PASS.toClient(Way.delayed(LATE))));
  }

  private void kill() {
    redis.close();
  }

  private void set(String what, String value) {
    List<String> _ = redis.command("CONFIG", "SET", what, value);
  }

  private void lock() {
    set("requirepass", PASSWORD);
    proxies.forEach(FaultProxy::resetAll);
  }

  private void unlock() {
    List<String> _ = redis.command("AUTH", PASSWORD);
    set("requirepass", "");
  }

  private void follow() {
    List<String> _ = redis.command("REPLICAOF", "127.0.0.1", "1");
  }

  private void lead() {
    List<String> _ = redis.command("REPLICAOF", "NO", "ONE");
  }

  private void crowd() {
    set("maxclients", "1");
    proxies.forEach(FaultProxy::resetAll);
  }

  /// Puts keys of another kind under the names that nodes use.
  private void occupy() {
    for (String key : redis.command("KEYS", "sluice:1:*")) {
      List<String> _ = redis.command("SET", key, "another program's");
    }
  }

  @Override
  public void close() {
    redis.close();
    proxies.forEach(FaultProxy::close);
  }
}
