package dev.sluice.lab.nodes.real;

import dev.sluice.lab.process.FreePort;
import dev.sluice.lab.process.RedisProcess;
import dev.sluice.lab.process.SelfSigned;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// One Redis that speaks TLS, and knows users by an access list: the gateway's may do what
/// docs/configuration.md says, on its own keys alone.
final class LockedRedis implements RedisSite {
  private static final String USER = "sluice";
  private static final String PASSWORD = "lab-secret";
  private static final List<String> COMMANDS =
      List.of(
          "evalsha",
          "eval",
          "hget",
          "hset",
          "hmget",
          "hincrby",
          "hincrbyfloat",
          "hdel",
          "hlen",
          "hgetall",
          "zadd",
          "zrem",
          "zrange",
          "zrangebyscore",
          "zcard",
          "zcount",
          "zscore",
          "zremrangebyscore",
          "del",
          "pexpire",
          "time",
          "info",
          "publish",
          "subscribe",
          "set",
          "get",
          "ping",
          "select",
          "client",
          "cluster");

  private final SelfSigned certificate;
  private final int port = FreePort.find();
  private final RedisProcess redis;

  LockedRedis(Path folder, SelfSigned certificate) throws IOException, InterruptedException {
    this.certificate = certificate;
    redis =
        new RedisProcess(
            FreePort.find(),
            folder,
            List.of(
                "--tls-port",
                String.valueOf(port),
                "--tls-cert-file",
                certificate.cert().toString(),
                "--tls-key-file",
                certificate.key().toString(),
                "--tls-auth-clients",
                "no"));
    var words = new ArrayList<String>(List.of("ACL", "SETUSER", USER, "on", ">" + PASSWORD));
    words.addAll(List.of("~sluice:1:*", "&sluice:1:*", "-@all"));
    COMMANDS.forEach(command -> words.add("+" + command));
    List<String> _ = redis.command(words.toArray(String[]::new));
  }

  @Override
  public String keys(int place) {
    return "redis: \"rediss://%s:%s@localhost:%d\", ca: \"%s\""
        .formatted(USER, PASSWORD, port, certificate.cert());
  }

  @Override
  public List<Trouble> troubles() {
    return List.of(
        new Trouble("user off", () -> user("off"), () -> user("on")),
        new Trouble("forbidden", () -> user("-evalsha"), () -> user("+evalsha")),
        new Trouble("hangs", () -> redis.signal("STOP"), () -> redis.signal("CONT")));
  }

  private void user(String change) {
    List<String> _ = redis.command("ACL", "SETUSER", USER, change);
    try {
      List<String> _ = redis.command("CLIENT", "KILL", "USER", USER);
    } catch (IllegalStateException _) {
      // Nobody is there.
    }
  }

  @Override
  public void close() {
    redis.close();
  }
}
