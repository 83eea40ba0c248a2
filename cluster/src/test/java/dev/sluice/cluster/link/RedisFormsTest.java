package dev.sluice.cluster.link;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.cluster.link.RedisAddress.Form;
import dev.sluice.cluster.link.RedisAddress.Host;
import dev.sluice.config.provider.Secret;
import io.netty.pkitesting.CertificateBuilder;
import io.netty.pkitesting.X509Bundle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The forms of addresses, each with a real server of that kind.
class RedisFormsTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final String LOCAL = "127.0.0.1";

  @TempDir Path folder;

  private static Reply beat(RedisLink on) throws Exception {
    var answer = new CompletableFuture<Reply>();
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
        .untilAsserted(() -> assertThat(beat(link)).isInstanceOf(Reply.Values.class));
  }

  private static RedisAddress at(Form form, int port, String primary) {
    return new RedisAddress(
        form,
        false,
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        List.of(new Host(LOCAL, port)),
        0,
        primary);
  }

  @Test
  void a_sentinel_leads_to_the_primary_and_to_the_next_one() throws Exception {
    try (var first = new RedisServer(folder);
        var second = new RedisServer(folder, "--replicaof", LOCAL + " " + first.port())) {
      int port = RedisServer.free();
      Path file = folder.resolve("sentinel.conf");
      Files.writeString(
          file,
          """
          port %d
          bind 127.0.0.1
          dir %s
          sentinel monitor main 127.0.0.1 %d 1
          sentinel down-after-milliseconds main 1000
          sentinel failover-timeout main 3000
          """
              .formatted(port, folder, first.port()));
      Process sentinel =
          new ProcessBuilder("redis-server", file.toString(), "--sentinel")
              .redirectErrorStream(true)
              .redirectOutput(folder.resolve("sentinel.log").toFile())
              .start();
      try (var link = RedisLink.to(at(Form.SENTINEL, port, "main"))) {
        answers(link);
        long before = link.connection();
        await().atMost(LONG).until(() -> second.command("ROLE").contains("connected"));
        first.kill();

        await().atMost(LONG).until(() -> link.connection() > before);
        answers(link);
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
      first.command("CLUSTER", "ADDSLOTSRANGE", "0", "8191");
      second.command("CLUSTER", "ADDSLOTSRANGE", "8192", "16383");
      second.command("CLUSTER", "SET-CONFIG-EPOCH", "2");
      first.command("CLUSTER", "MEET", LOCAL, String.valueOf(second.port()));
      for (RedisServer each : List.of(first, second)) {
        await()
            .atMost(LONG)
            .until(() -> each.command("CLUSTER", "INFO").getFirst().contains("cluster_state:ok"));
      }
      for (RedisServer each : List.of(first, second)) {
        try (var link = RedisLink.to(at(Form.CLUSTER, each.port(), ""))) {
          answers(link);
          assertThat(link.connection()).isPositive();
        }
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
    return new RedisAddress(
        Form.SINGLE,
        true,
        Optional.of(ca),
        Optional.empty(),
        Optional.of(new Secret("secret")),
        List.of(new Host("localhost", port)),
        0,
        "");
  }

  private static X509Bundle certificate() throws Exception {
    return new CertificateBuilder()
        .subject("CN=localhost")
        .addSanDnsName("localhost")
        .setIsCertificateAuthority(true)
        .buildSelfSigned();
  }
}
