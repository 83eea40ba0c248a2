package dev.sluice.cluster.link;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.cluster.link.RedisAddress.Form;
import dev.sluice.cluster.link.RedisAddress.Host;
import dev.sluice.cluster.link.RedisAddress.Login;
import dev.sluice.cluster.link.RedisAddress.Place;
import dev.sluice.cluster.link.RedisAddress.Tls;
import dev.sluice.config.provider.Secret;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The forms of addresses, each with a real server of that kind.
class RedisFormsTest {
  private static final Duration LONG = Duration.ofSeconds(60);
  private static final String LOCAL = "127.0.0.1";

  @TempDir Path folder;

  private static RedisReply beat(RedisLink on) throws Exception {
    var answer = new CompletableFuture<RedisReply>();
    String prefix = "sluice:1:{forms}";
    on.ask(
        Script.BEAT,
        List.of(prefix + ":members", prefix + ":info", prefix + ":state"),
        List.of("", "a", "a", "0", "30000000", "500000", "0"),
        answer::complete);
    return answer.get(LONG.toSeconds(), TimeUnit.SECONDS);
  }

  private static void answers(RedisLink link) {
    await()
        .atMost(LONG)
        .ignoreExceptions()
        .untilAsserted(() -> assertThat(beat(link)).isInstanceOf(RedisReply.Values.class));
  }

  private static RedisAddress at(Form form, int port, String primary) {
    return at(form, port, primary, Login.NONE, Login.NONE);
  }

  private static RedisAddress at(
      Form form, int port, String primary, Login login, Login sentinels) {
    var place = new Place(form, List.of(new Host(LOCAL, port)), 0, primary);
    return new RedisAddress(place, Tls.OFF, login, sentinels);
  }

  /// Starts a sentinel, for which a server that a busy machine holds up for a while is not down.
  ///
  /// @param password empty where it asks for none
  private Process sentinel(int port, int primary, String password) throws Exception {
    Path own = Files.createDirectory(folder.resolve("sentinel-" + port));
    Path file = own.resolve("sentinel.conf");
    Files.writeString(
        file,
        """
        port %d
        bind 127.0.0.1
        dir %s
        sentinel monitor main 127.0.0.1 %d 1
        sentinel down-after-milliseconds main 4000
        sentinel failover-timeout main 3000
        %s
        """
            .formatted(port, own, primary, password.isEmpty() ? "" : "requirepass " + password));
    return new ProcessBuilder("redis-server", file.toString(), "--sentinel")
        .redirectErrorStream(true)
        .redirectOutput(own.resolve("sentinel.log").toFile())
        .start();
  }

  /// Whether a sentinel knows of a replica, which it asks the primary for every ten seconds: there
  /// is no next primary before.
  private static boolean knowsReplica(int sentinel) throws IOException {
    try (var socket = new Socket(LOCAL, sentinel);
        var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), UTF_8))) {
      socket.getOutputStream().write("SENTINEL REPLICAS main\r\n".getBytes(UTF_8));
      return in.readLine().equals("*1");
    }
  }

  @Test
  void a_sentinel_leads_to_the_primary_and_to_the_next_one() throws Exception {
    try (var first = new RedisServer(folder);
        var second = new RedisServer(folder, "--replicaof", LOCAL + " " + first.port())) {
      int port = RedisServer.free();
      Process sentinel = sentinel(port, first.port(), "");
      try (var link = RedisLink.to(at(Form.SENTINEL, port, "main"))) {
        answers(link);
        long before = link.connection();
        await().atMost(LONG).until(() -> second.command("ROLE").contains("connected"));
        await().atMost(LONG).until(() -> knowsReplica(port));
        first.kill();

        await().atMost(LONG).until(() -> link.connection() > before);
        answers(link);
      } finally {
        sentinel.destroyForcibly();
      }
    }
  }

  private static Login login(String password) {
    return new Login(Optional.empty(), Optional.of(new Secret(password)));
  }

  @Test
  void sentinels_are_asked_with_a_login_of_their_own() throws Exception {
    try (var redis = new RedisServer(folder, "--requirepass", "secret")) {
      int port = RedisServer.free();
      Process sentinel = sentinel(port, redis.port(), "other");
      var right = at(Form.SENTINEL, port, "main", login("secret"), login("other"));
      var same = at(Form.SENTINEL, port, "main", login("secret"), login("secret"));
      try (var link = RedisLink.to(right);
          var wrong = RedisLink.to(same)) {
        answers(link);
        isRefused(wrong);
      } finally {
        sentinel.destroyForcibly();
      }
    }
  }

  private static void isRefused(RedisLink link) {
    await()
        .atMost(LONG)
        .untilAsserted(() -> assertThat(beat(link).toString()).contains("WRONGPASS"));
  }

  @Test
  void sentinels_that_ask_for_no_login_get_none() throws Exception {
    try (var redis = new RedisServer(folder)) {
      redis.command("ACL", "SETUSER", "app", "on", ">secret", "~*", "&*", "+@all");
      var app = new Login(Optional.of("app"), Optional.of(new Secret("secret")));
      int port = RedisServer.free();
      Process sentinel = sentinel(port, redis.port(), "");
      try (var link = RedisLink.to(at(Form.SENTINEL, port, "main", app, Login.NONE));
          var wrong = RedisLink.to(at(Form.SENTINEL, port, "main", app, app))) {
        answers(link);
        isRefused(wrong);
      } finally {
        sentinel.destroyForcibly();
      }
    }
  }

  @Test
  void a_redis_cluster_is_asked_at_the_node_that_has_the_keys() throws Exception {
    String[] mode = {"--cluster-enabled", "yes", "--cluster-config-file"};
    try (var first = new RedisServer(folder, mode[0], mode[1], mode[2], "first.conf");
        var second = new RedisServer(folder, mode[0], mode[1], mode[2], "second.conf")) {
      join(first, second);
      for (RedisServer each : List.of(first, second)) {
        try (var link = RedisLink.to(at(Form.CLUSTER, each.port(), ""))) {
          answers(link);
          assertThat(link.connection()).isPositive();
        }
      }
    }
  }

  private static void join(RedisServer first, RedisServer second) {
    first.command("CLUSTER", "ADDSLOTSRANGE", "0", "8191");
    second.command("CLUSTER", "ADDSLOTSRANGE", "8192", "16383");
    second.command("CLUSTER", "SET-CONFIG-EPOCH", "2");
    first.command("CLUSTER", "MEET", LOCAL, String.valueOf(second.port()));
    for (RedisServer each : List.of(first, second)) {
      await()
          .atMost(LONG)
          .until(() -> each.command("CLUSTER", "INFO").getFirst().contains("cluster_state:ok"));
    }
  }

  private static boolean isOfFirst(RedisServer any, String key) {
    return Integer.parseInt(any.command("CLUSTER", "KEYSLOT", key).getFirst()) < 8_192;
  }

  private static RedisReply look(RedisLink on, String key) throws Exception {
    var answer = new CompletableFuture<RedisReply>();
    on.ask(Script.REACH, List.of(key), List.of(""), answer::complete);
    return answer.get(LONG.toSeconds(), TimeUnit.SECONDS);
  }

  @Test
  void a_shard_that_hangs_takes_no_connection_to_others_away() throws Exception {
    String[] mode = {"--cluster-enabled", "yes", "--cluster-config-file"};
    try (var first = new RedisServer(folder, mode[0], mode[1], mode[2], "first.conf");
        var second = new RedisServer(folder, mode[0], mode[1], mode[2], "second.conf")) {
      for (RedisServer each : List.of(first, second)) {
        each.command("CONFIG", "SET", "cluster-node-timeout", "60000");
      }
      join(first, second);
      boolean beats = isOfFirst(first, "{forms}");
      String key =
          IntStream.range(0, 1_000)
              .mapToObj(i -> "{" + i + "}")
              .filter(name -> isOfFirst(first, name) != beats)
              .findFirst()
              .orElseThrow();
      try (var link = RedisLink.to(at(Form.CLUSTER, first.port(), ""))) {
        answers(link);
        await().atMost(LONG).until(() -> look(link, key) instanceof RedisReply.Values);
        long before = link.connection();
        RedisServer hangs = beats ? second : first;
        hangs.hang();
        try {
          assertThat(look(link, key)).isInstanceOf(RedisReply.Down.class);
          assertThat(look(link, key)).isInstanceOf(RedisReply.Down.class);
          assertThat(beat(link)).isInstanceOf(RedisReply.Values.class);
        } finally {
          hangs.goOn();
        }

        assertThat(link.connection()).isEqualTo(before);
        await().atMost(LONG).until(() -> look(link, key) instanceof RedisReply.Values);
      }
    }
  }

  @Test
  void connections_are_encrypted_and_the_certificate_is_checked() throws Exception {
    X509Bundle good = certificate();
    Path cert = Files.writeString(folder.resolve("cert.pem"), good.getCertificatePEM());
    Path key = Files.writeString(folder.resolve("key.pem"), good.getPrivateKeyPEM());
    Path other = Files.writeString(folder.resolve("other.pem"), certificate().getCertificatePEM());
    int port = RedisServer.free();
    try (var redis =
        new RedisServer(
            folder,
            "--tls-port",
            String.valueOf(port),
            "--tls-cert-file",
            cert.toString(),
            "--tls-key-file",
            key.toString(),
            "--tls-ca-cert-file",
            cert.toString(),
            "--tls-auth-clients",
            "no",
            "--requirepass",
            "secret")) {
      assertThat(redis.port()).isPositive();
      try (var link = RedisLink.to(encrypted(port, cert))) {
        answers(link);
      }
      try (var link = RedisLink.to(encrypted(port, other))) {
        await()
            .atMost(LONG)
            .untilAsserted(
                () ->
                    assertThat(beat(link).toString())
                        .startsWith("Down")
                        .containsIgnoringCase("certif"));
      }
    }
  }

  private static RedisAddress encrypted(int port, Path ca) {
    var place = new Place(Form.SINGLE, List.of(new Host("localhost", port)), 0, "");
    return new RedisAddress(place, new Tls(true, Optional.of(ca)), login("secret"), Login.NONE);
  }

  private static X509Bundle certificate() throws Exception {
    return new CertificateBuilder()
        .subject("CN=localhost")
        .addSanDnsName("localhost")
        .setIsCertificateAuthority(true)
        .buildSelfSigned();
  }
}
