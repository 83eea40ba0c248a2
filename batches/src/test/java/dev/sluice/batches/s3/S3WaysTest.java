package dev.sluice.batches.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sluice.call.runtime.Clock;
import dev.sluice.config.provider.AwsAuth;
import dev.sluice.config.provider.AwsAuth.Role;
import dev.sluice.config.provider.ClientCertificate;
import dev.sluice.config.provider.Secret;
import dev.sluice.config.provider.TlsConfig;
import dev.sluice.config.provider.WayOut;
import dev.sluice.transport.Certificates;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.KeyStore;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Buckets over TLS by an authority of one's own, and with keys that endpoints give and end.
class S3WaysTest {
  private static SSLContext server(String alias) throws Exception {
    ClientCertificate shown = Certificates.get().shown(alias);
    KeyStore store = KeyStore.getInstance("PKCS12");
    store.load(null, null);
    X509Certificate[] chain = shown.chain().toArray(X509Certificate[]::new);
    store.setKeyEntry("server", shown.key(), new char[0], chain);
    var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
    keys.init(store, new char[0]);
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(keys.getKeyManagers(), null, null);
    return context;
  }

  private static WayOut trusting() throws Exception {
    var tls =
        new TlsConfig(
            List.of(Certificates.get().authority()),
            false,
            Optional.empty(),
            TlsConfig.Version.TLS_1_2);
    return new WayOut(Optional.empty(), Optional.of(tls));
  }

  private static S3Bucket bucket(S3Config config) {
    return ScriptedS3.bucket(config, Clock.SYSTEM);
  }

  private static S3Body body() {
    return S3Body.of("0123456789".getBytes(UTF_8));
  }

  @Test
  void a_bucket_is_reached_over_tls_by_an_authority_of_its_own() throws Exception {
    try (var s3 = new ScriptedS3(server("good"));
        S3Bucket bucket = bucket(s3.config(s3.config().auth(), trusting()))) {
      bucket.check();
      bucket.put("a", body());
      assertThat(bucket.size("a")).isEqualTo(OptionalLong.of(10));
      assertThat(s3.objects).containsOnlyKeys("one/two/a");
      assertThat(s3.senders).containsOnly("AKID");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"expired", "elsewhere", "selfsigned"})
  void a_server_that_cannot_show_who_it_is_is_told_nothing(String alias) throws Exception {
    try (var s3 = new ScriptedS3(server(alias));
        S3Bucket bucket = bucket(s3.config(s3.config().auth(), trusting()))) {
      assertThatThrownBy(() -> bucket.put("a", body())).isInstanceOf(S3Exception.class);
      assertThat(s3.asked).isEmpty();
    }
  }

  @Test
  void an_authority_that_is_not_configured_is_not_trusted() throws Exception {
    try (var s3 = new ScriptedS3(server("good"));
        S3Bucket bucket = bucket(s3.config())) {
      assertThatThrownBy(() -> bucket.put("a", body())).isInstanceOf(S3Exception.class);
      assertThat(s3.asked).isEmpty();
    }
  }

  /// What gives keys: the endpoint of a container's, and AWS' service for roles.
  private static final class Issuer implements AutoCloseable {
    private static final String PROOF = "proof";
    private final HttpServer server =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    private final AtomicInteger issued = new AtomicInteger();

    /// Who has asked for the keys of a role.
    private final Queue<String> assumed = new ConcurrentLinkedQueue<>();

    Issuer() throws IOException {
      server.createContext("/keys", this::keys);
      server.createContext("/sts", this::role);
      server.start();
    }

    private URI at(String path) {
      return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + path);
    }

    AwsAuth.Container container() {
      return new AwsAuth.Container(at("/keys"), Optional.of(new Secret(PROOF)), Optional.empty());
    }

    private void keys(HttpExchange exchange) throws IOException {
      boolean known = PROOF.equals(exchange.getRequestHeaders().getFirst("authorization"));
      int number = issued.incrementAndGet();
      String json =
          "{\"AccessKeyId\":\"ASIA%1$d\",\"SecretAccessKey\":\"s%1$d\",\"Token\":\"session-%1$d\",\"Expiration\":\"2099-01-01T00:00:00Z\"}"
              .formatted(number);
      send(exchange, known ? 200 : 401, known ? json : "{}");
    }

    private void role(HttpExchange exchange) throws IOException {
      assumed.add(ScriptedS3.sender(exchange.getRequestHeaders()));
      send(
          exchange,
          200,
          """
          <AssumeRoleResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><AssumeRoleResult>
          <Credentials><AccessKeyId>ASIAROLE</AccessKeyId><SecretAccessKey>sr</SecretAccessKey>
          <SessionToken>session-role</SessionToken><Expiration>2099-01-01T00:00:00Z</Expiration>
          </Credentials></AssumeRoleResult></AssumeRoleResponse>
          """);
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
      byte[] _ = exchange.getRequestBody().readAllBytes();
      byte[] bytes = text.getBytes(UTF_8);
      exchange.sendResponseHeaders(status, bytes.length);
      exchange.getResponseBody().write(bytes);
      exchange.close();
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }

  @Test
  void keys_of_a_containers_endpoint_sign_with_their_session_and_are_fetched_again_where_they_end()
      throws Exception {
    try (var issuer = new Issuer();
        var s3 = new ScriptedS3();
        S3Bucket bucket = bucket(s3.config(ScriptedS3.auth(issuer.container()), WayOut.DIRECT))) {
      bucket.put("a", body());
      bucket.put("b", body());
      assertThat(s3.senders).containsExactly("ASIA1 session-1", "ASIA1 session-1");
      s3.spoil("PUT one/two/c", ScriptedS3.error(400, "ExpiredToken"));
      bucket.put("c", body());
      assertThat(s3.senders).endsWith("ASIA1 session-1", "ASIA2 session-2");
      assertThat(s3.objects).containsOnlyKeys("one/two/a", "one/two/b", "one/two/c");
    }
  }

  @Test
  void the_session_of_a_role_signs_that_is_assumed_with_a_containers_keys() throws Exception {
    var role =
        new Role(
            "arn:aws:iam::123456789012:role/files",
            "sluice",
            Optional.empty(),
            Optional.empty(),
            Map.of());
    try (var issuer = new Issuer();
        var s3 = new ScriptedS3(server("good"))) {
      var auth =
          new AwsAuth(
              "us-east-1",
              "s3",
              issuer.container(),
              List.of(role),
              Optional.of(issuer.at("/sts")),
              Set.of());
      try (S3Bucket bucket = bucket(s3.config(auth, trusting()))) {
        bucket.put("a", body());
      }
      assertThat(issuer.assumed).containsExactly("ASIA1 session-1");
      assertThat(s3.senders).containsExactly("ASIAROLE session-role");
    }
  }
}
