package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.sluice.server.jwt.TokenMaker;
import dev.sluice.testing.LongForm;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

  /// Calls with good tokens, and calls of each of four others with tokens of an unknown key.
  private static final int GOOD = LongForm.rounds(30, 100);

  private static final int FLOOD = LongForm.rounds(60, 250);

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
    gateway = new MeteredGateway(folder, this::configure);
  }

  private void configure(MeteredGateway of) {
    of.configureServer("h2c: true");
    of.configureRoutes(
        "own: {models: [m], when: 'claims.sub == \"bob\"', targets: [{provider: p, model:"
            + " of-bob}]}",
        "any: {models: [m], targets: [{provider: p}]}",
        "other: {models: [n], targets: [{provider: p, model: of-n}]}");
    of.configureMore(
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
    return maker.es256(claims);
  }

  @Test
  void a_token_makes_a_caller_with_a_team_terms_and_a_bill() throws Exception {
    assertThat(post(BODY, "authorization: Bearer " + maker.es256(claims())).status())
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
      String path = "/v1/chat/completions?key=" + maker.es256(claims());
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
              + maker.es256(claims())
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
  void streams_of_one_connection_of_http_2_are_each_judged() throws Exception {
    try (var client = new RawHttp2Client(gateway.process().address())) {
      client.chat(1, "m", false, "authorization", "Bearer " + maker.es256(claims()));
      client.chat(3, "m", false, "authorization", "Bearer " + token("sub", "bob"));
      client.chat(5, "m", false, "authorization", "Bearer " + token("aud", "other"));
      client.chat(7, "m", false, "authorization", "Bearer fixed-key");
      client.chat(9, "n", false, "authorization", "Bearer " + token("models", "m"));
      assertThat(client.statuses(5))
          .containsExactlyInAnyOrderEntriesOf(Map.of(1, 200, 3, 200, 5, 401, 7, 200, 9, 403));
      client.chat(11, "m", false, "authorization", "Bearer " + maker.es256(claims()));
      assertThat(client.reply(11).status()).isEqualTo(200);
    }
    assertThat(fetches.get()).isBetween(1, 2);
  }

  @Test
  void a_stream_of_http_2_that_is_reset_while_its_token_is_judged_hurts_no_other()
      throws Exception {
    released = new CountDownLatch(1);
    try (var client = new RawHttp2Client(gateway.process().address())) {
      byte[] head =
          RawHttp2Client.callBlock(
              "authorization",
              "Bearer "
                  + TokenMaker.another().sign(Map.of("alg", "RS256", "kid", "new"), claims()));
      client.frame(RawHttp2Client.HEADERS, RawHttp2Client.END_HEADERS, 1, head);
      client.frame(RawHttp2Client.RST_STREAM, 0, 1, RawHttp2Client.number(RawHttp2Client.CANCEL));
      client.chat(3, "m", false, "authorization", "Bearer fixed-key");
      assertThat(client.reply(3).status()).isEqualTo(200);
    }
  }

  /// What good calls lose is counted, not timed: none of them fails or is verified anew.
  @Test
  void calls_with_good_tokens_go_on_beside_a_flood_of_unknown_keys() throws Exception {
    String good = maker.es256(claims());
    assertThat(post(BODY, "authorization: Bearer " + good).status()).isEqualTo(200);
    String bad = TokenMaker.another().sign(Map.of("alg", "RS256", "kid", "made-up"), claims());
    List<Thread> flood = new ArrayList<>();
    for (int i = 0; i < 4; i++) {
      flood.add(Thread.ofVirtual().start(() -> ask(bad, FLOOD)));
    }
    for (int i = 0; i < GOOD; i++) {
      assertThat(post(BODY, "authorization: Bearer " + good).status()).isEqualTo(200);
    }
    for (Thread thread : flood) {
      thread.join();
    }
    String metrics =
        gateway.send("GET", gateway.process().adminUrl() + "/metrics", "", "viewer-token").body();
    assertThat(metrics)
        .contains("sluice_auth_tokens_total{issuer=\"login\",result=\"known\"} " + GOOD + ".0")
        .contains("sluice_auth_tokens_total{issuer=\"login\",result=\"accepted\"} 1.0");
  }

  private void ask(String token, int times) {
    for (int i = 0; i < times; i++) {
      try {
        assertThat(post(BODY, "authorization: Bearer " + token).status()).isIn(401, 503);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  @Test
  void a_body_that_is_larger_than_what_is_read_at_once_waits_for_its_token() throws Exception {
    String large = BODY.replace("hi", "x".repeat(3_000_000));
    assertThat(post(large, "authorization: Bearer " + maker.es256(claims())).status())
        .isEqualTo(200);
  }

  /// The keys are away for five seconds, the time of a fetch; a head may take one.
  @Test
  void a_request_whose_token_is_judged_late_is_answered_and_not_closed_as_idle() throws Exception {
    released = new CountDownLatch(1);
    gateway.configureServer("header_timeout: 1s");
    gateway.restart();
    assertThat(post(BODY, "authorization: Bearer " + maker.es256(claims())).status())
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
