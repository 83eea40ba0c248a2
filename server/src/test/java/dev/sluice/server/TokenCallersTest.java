package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.sluice.server.jwt.TokenMaker;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Callers who show tokens, over real sockets.
class TokenCallersTest {
  private static final String BODY =
      "{\"model\":\"m\",\"max_tokens\":9,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";

  @TempDir private Path folder;
  private final TokenMaker maker = TokenMaker.own();
  private final AtomicInteger fetches = new AtomicInteger();
  private volatile CountDownLatch released = new CountDownLatch(0);
  private HttpServer keys;
  private MeteredGateway gateway;

  @BeforeEach
  void start() throws Exception {
    keys = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    keys.createContext(
        "/keys",
        call -> {
          fetches.incrementAndGet();
          awaitRelease();
          byte[] jwks = maker.jwks();
          call.sendResponseHeaders(200, jwks.length);
          call.getResponseBody().write(jwks);
          call.close();
        });
    keys.start();
    gateway = new MeteredGateway(folder);
    gateway.configureRoutes(
        "own: {models: [m], when: 'claims.sub == \"bob\"', targets: [{provider: p, model:"
            + " of-bob}]}",
        "any: {models: [m], targets: [{provider: p}]}",
        "other: {models: [n], targets: [{provider: p, model: of-n}]}");
    gateway.configureMore(
        """
        auth:
          jwt:
            revoked: [gone]
            issuers:
              login:
                issuer: https://login.example.com
                jwks: http://127.0.0.1:%d/keys
                audience: [sluice]
                team: claims.team
                models: "has(claims.models) ? claims.models : ['*']"
                terms: {limits: {rpm: 1000}, budgets: [1USD/month]}
        """
            .formatted(keys.getAddress().getPort()));
    gateway.restart();
  }

  private void awaitRelease() {
    try {
      released.await();
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  @AfterEach
  void stop() throws Exception {
    released.countDown();
    gateway.close();
    keys.stop(0);
  }

  private Map<String, Object> claims() {
    return TokenMaker.claims(System.currentTimeMillis());
  }

  private RawClient.Reply post(String body, String... headers) throws IOException {
    try (var client = new RawClient(gateway.process().address())) {
      return client.post("/v1/chat/completions", body, headers).reply();
    }
  }

  private String token(String claim, Object value) {
    Map<String, Object> claims = claims();
    claims.put(claim, value);
    return maker.rs256(claims);
  }

  @Test
  void a_token_makes_a_caller_with_a_team_terms_and_a_bill() throws Exception {
    assertThat(post(BODY, "authorization: Bearer " + maker.rs256(claims())).status())
        .isEqualTo(200);
    assertThat(post(BODY, "x-api-key: " + token("sub", "bob")).status()).isEqualTo(200);
    assertThat(gateway.body()).contains("of-bob");
    await()
        .untilAsserted(
            () -> {
              var spend = gateway.get("/admin/v1/spend?by=team,key").toString();
              assertThat(spend).contains("login:alice", "login:bob", "\"search\"");
            });
    assertThat(fetches.get()).isBetween(1, 2);
  }

  @Test
  void claims_bound_the_models() throws Exception {
    String token = token("models", "n");
    assertThat(post(BODY, "authorization: Bearer " + token).status()).isEqualTo(403);
    String other = BODY.replace("\"m\"", "\"n\"");
    assertThat(post(other, "authorization: Bearer " + token).status()).isEqualTo(200);
  }

  @Test
  void keys_go_on_beside_tokens_and_no_token_is_one() throws Exception {
    assertThat(gateway.call("fixed-key")).isEqualTo(200);
    String bad = token("aud", "other");
    RawClient.Reply refused = post(BODY, "authorization: Bearer " + bad, "x-api-key: fixed-key");
    assertThat(refused.status()).isEqualTo(401);
    assertThat(refused.body()).contains("invalid_token").doesNotContain("audience");
    try (var client = new RawClient(gateway.process().address())) {
      String path = "/v1/chat/completions?key=" + maker.rs256(claims());
      assertThat(client.post(path, BODY).reply().status()).isEqualTo(401);
    }
  }

  @Test
  void refusals_are_told_in_the_audit_log_with_their_reason() throws Exception {
    assertThat(post(BODY, "authorization: Bearer " + token("jti", "gone")).status()).isEqualTo(401);
    await()
        .untilAsserted(
            () ->
                assertThat(gateway.get("/admin/v1/audit?action=token.refuse").toString())
                    .contains("token.refuse", "login", "revoked, the last of alice"));
    assertThat(
            gateway
                .send("GET", gateway.process().adminUrl() + "/metrics", "", "viewer-token")
                .body())
        .contains("sluice_auth_tokens_total{issuer=\"login\",result=\"revoked\"");
  }

  @Test
  void requests_that_come_at_once_on_one_connection_are_each_judged() throws Exception {
    String head =
        "POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\ncontent-type: application/json\r\n"
            + "content-length: "
            + BODY.length()
            + "\r\nauthorization: Bearer ";
    try (var client = new RawClient(gateway.process().address())) {
      client.send(
          head
              + maker.rs256(claims())
              + "\r\n\r\n"
              + BODY
              + head
              + token("sub", "bob")
              + "\r\n\r\n"
              + BODY
              + head
              + "fixed-key\r\n\r\n"
              + BODY);
      for (int i = 0; i < 3; i++) {
        assertThat(client.reply().status()).isEqualTo(200);
      }
    }
  }

  @Test
  void a_body_that_is_larger_than_what_is_read_at_once_waits_for_its_token() throws Exception {
    String large = BODY.replace("hi", "x".repeat(3_000_000));
    assertThat(post(large, "authorization: Bearer " + maker.rs256(claims())).status())
        .isEqualTo(200);
  }

  /// The keys are away for five seconds, the time of a fetch; a head may take one.
  @Test
  void a_request_whose_token_is_judged_late_is_answered_and_not_closed_as_idle() throws Exception {
    released = new CountDownLatch(1);
    gateway.configureServer("header_timeout: 1s");
    gateway.restart();
    assertThat(post(BODY, "authorization: Bearer " + maker.rs256(claims())).status())
        .isEqualTo(503);
  }

  @Test
  void a_client_that_leaves_while_its_token_is_judged_is_forgotten() throws Exception {
    for (int i = 0; i < 20; i++) {
      try (var client = new RawClient(gateway.process().address())) {
        client.send(
            "POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\ncontent-length: 100\r\n"
                + "authorization: Bearer "
                + token("sub", "user-" + i)
                + "\r\n\r\n{");
      }
    }
    assertThat(gateway.call("fixed-key")).isEqualTo(200);
  }
}
