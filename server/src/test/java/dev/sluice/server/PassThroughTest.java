package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.GatewayEdge;
import dev.sluice.config.yaml.Doc;
import dev.sluice.server.PathProvider.Received;
import dev.sluice.server.PathProvider.Told;
import dev.sluice.server.RawClient.Reply;
import dev.sluice.server.config.reader.ConfigFile;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Requests pass to a provider's own paths, over sockets: with the gateway's key, to one host, by
/// those who may and as long as they can pay (LiteLLM #13882, #20270, #38176: pass-throughs that no
/// budget held).
class PassThroughTest {
  private static final String CHAT = "/v1/chat/completions";
  private static PathProvider provider;
  private static GatewayProcess gateway;

  @BeforeAll
  static void start() throws Exception {
    provider = new PathProvider();
    gateway = gateway(config(provider.port()));
  }

  private static GatewayProcess gateway(String config) throws Exception {
    return GatewayProcess.start(
        ConfigFile.of(Doc.parse("sluice.yaml", config, Map.of())).config(),
        ProcessOptions.defaults());
  }

  private static String config(int port) {
    return """
      server:
        listen: "127.0.0.1:0"
        drain: 1ms
        keys:
          - {name: web, key: web-key, team: red, operations: ["passthrough:ocr", "passthrough:files"], models: [none], routes: [none]}
          - {name: all, key: all-key, team: red, operations: ["passthrough:*"]}
          - {name: plain, key: plain-key}
          - {name: chatting, key: chatting-key, operations: [chat]}
          - {name: blue, key: blue-key, team: blue, operations: ["passthrough:*"]}
          - {name: paying, key: paying-key, operations: ["passthrough:*"], budgets: [1USD/total]}
          - {name: paging, key: paging-key, operations: ["passthrough:*"], budgets: [1USD/total]}
          - {name: hasty, key: hasty-key, operations: ["passthrough:*"], budgets: [1USD/total]}
          - {name: talking, key: talking-key, operations: ["passthrough:*"], budgets: [1USD/total]}
          - {name: leaving, key: leaving-key, operations: ["passthrough:*"], budgets: [1USD/total]}
          - {name: broke, key: broke-key, operations: ["passthrough:*"], budgets: [0USD/total]}
          - {name: slow, key: slow-key, operations: ["passthrough:*"], limits: {rpm: 1}}
      admin: {listen: "127.0.0.1:0"}
      prices:
        models:
          - {provider: p, model: "*", input: 1, output: 1, page: 1, request: 1}
          - {provider: p, model: "passthrough:ocr", call: 400}
          - {provider: p, model: "passthrough:pages", call: 0, page: 100}
          - {provider: p, model: "passthrough:talk", input: 100, output: 100, max_output: 2000}
      providers:
        p: {type: compatible, url: "http://127.0.0.1:%1$d/v1", key: the-gateways-key, allow_private: true, forward_headers: [x-goog-fieldmask]}
        q: {type: compatible, url: "http://127.0.0.1:%1$d/other", key: another-key, allow_private: true}
      passthrough:
        ocr: {provider: p, allow: ["POST /v1/ocr", "GET /v1/ocr/*", "DELETE /v1/ocr/*"]}
        files: {provider: p, allow: ["GET /v1/files/**", "POST /v1/files", "PUT /v1/files/*", "PATCH /v1/files/*"]}
        pages: {provider: p, allow: ["POST /v1/pages"], usage: [{unit: page, at: usage_info.pages, usual: 2, most: 10}]}
        talk: {provider: p, allow: ["POST /v1/talk"], usage: [{unit: input, at: usage.in}, {unit: output, at: usage.out}]}
        red: {provider: p, allow: ["GET /v1/red"], teams: [red]}
      """
        .formatted(port);
  }

  @BeforeEach
  void forget() {
    provider.answersTheRest();
    provider.received.clear();
    provider.answers(200, "application/json", "{\"ok\":true}");
  }

  @AfterAll
  static void everything_is_given_back() throws Exception {
    await()
        .until(
            () ->
                GatewayEdge.of(gateway.gateway()).engine().running() == 0
                    && GatewayEdge.of(gateway.gateway()).memory().used() == 0);
    gateway.drainAndClose();
    provider.close();
  }

  private static Reply ask(String key, String method, String target, String head, String body)
      throws Exception {
    try (var client = new RawClient(gateway.address())) {
      return client
          .send(
              "%s %s HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer %s\r\n%s%s\r\n%s"
                  .formatted(
                      method,
                      target,
                      key,
                      head,
                      body.isEmpty() ? "" : "Content-Length: " + body.length() + "\r\n",
                      body))
          .reply();
    }
  }

  private static Reply get(String key, String target) throws Exception {
    return ask(key, "GET", target, "", "");
  }

  private static Reply post(String key, String target) throws Exception {
    return ask(key, "POST", target, "Content-Type: application/json\r\n", "{}");
  }

  private static Received passed() {
    Received passed = provider.received.poll();
    assertThat(passed).isNotNull();
    assertThat(provider.received).isEmpty();
    return passed;
  }

  @Test
  void a_request_passes_as_it_is_with_the_gateways_key() throws Exception {
    provider.answers(201, "text/markdown; charset=utf-8", "# Page\n");
    Reply reply =
        ask(
            "web-key",
            "POST",
            "/passthrough/ocr/v1/ocr?pages=1%2C2&key=web-key",
            "Content-Type: application/x-thing; v=1\r\nAccept: text/markdown\r\n",
            "\u0000\u00ff<&>");
    assertThat(reply.status()).isEqualTo(201);
    assertThat(reply.header("content-type")).isEqualTo("text/markdown; charset=utf-8");
    assertThat(reply.body()).isEqualTo("# Page\n");
    assertThat(reply.header("x-sluice-target")).isEqualTo("p/passthrough:ocr");
    Received passed = passed();
    assertThat(passed.method()).isEqualTo("POST");
    assertThat(passed.target()).isEqualTo("/v1/ocr?pages=1%2C2");
    assertThat(passed.body()).isEqualTo("\u0000\u00ff<&>");
    assertThat(passed.header("authorization")).isEqualTo("Bearer the-gateways-key");
    assertThat(passed.header("content-type")).isEqualTo("application/x-thing; v=1");
    assertThat(passed.header("accept")).isEqualTo("text/markdown");
    assertThat(passed.header("host")).isEqualTo("127.0.0.1:" + provider.port());
  }

  @Test
  void nothing_that_a_client_says_of_itself_its_keys_or_its_way_passes() throws Exception {
    String head =
        """
        X-Api-Key: web-key
        Api-Key: web-key
        X-Goog-Api-Key: web-key
        Proxy-Authorization: Basic d2ViLWtleQ==
        Cookie: web-key
        X-Auth-Token: web-key
        X-Forwarded-Host: evil.example
        X-Forwarded-For: 10.0.0.1
        X-Host: evil.example
        X-Original-Url: /v1/admin
        X-Rewrite-Url: /v1/admin
        X-Http-Method-Override: DELETE
        X-Method-Override: DELETE
        Connection: x-mine, keep-alive
        X-Mine: 1
        Te: trailers
        Range: bytes=0-1
        If-None-Match: *
        Origin: http://evil.example
        Accept-Encoding: gzip
        OpenAI-Project: another
        OpenAI-Organization: another
        Via: 1.1 evil
        """
            .replace("\n", "\r\n");
    assertThat(ask("web-key", "GET", "/passthrough/ocr/v1/ocr/1", head, "").status())
        .isEqualTo(200);
    Received passed = passed();
    assertThat(passed.headers().keySet().stream().map(String::toLowerCase))
        .containsExactlyInAnyOrder(
            "host",
            "connection",
            "accept-encoding",
            "user-agent",
            "accept",
            "authorization",
            "x-sluice-hop");
    assertThat(passed.headers().values().toString()).doesNotContain("web-key", "evil");
    assertThat(passed.header("accept-encoding")).isEqualTo("identity");
  }

  @ParameterizedTest
  @CsvSource({
    "GET, /v1/files/f1/content",
    "POST, /v1/files",
    "PUT, /v1/files/f1",
    "PATCH, /v1/files/f1",
    "DELETE, /v1/ocr/1"
  })
  void each_method_passes_where_it_is_allowed(String method, String path) throws Exception {
    String name = path.contains("ocr") ? "ocr" : "files";
    String body = method.equals("GET") || method.equals("DELETE") ? "" : "{\"a\":1}";
    Reply reply = ask("web-key", method, "/passthrough/" + name + path, "", body);
    assertThat(reply.status()).isEqualTo(200);
    Received passed = passed();
    assertThat(passed.method() + " " + passed.target()).isEqualTo(method + " " + path);
    assertThat(passed.body()).isEqualTo(body);
    assertThat(passed.headers()).doesNotContainKey("content-type");
  }

  @ParameterizedTest
  @CsvSource({
    "POST, /passthrough/ocr/v1/other, 403, path_not_allowed",
    "POST, /passthrough/ocr/other/ocr, 403, path_not_allowed",
    "PUT, /passthrough/ocr/v1/ocr, 403, path_not_allowed",
    "GET, /passthrough/ocr/v1/ocr, 403, path_not_allowed",
    "GET, /passthrough/ocr/v1/ocr/a:b, 403, path_not_allowed",
    "POST, /passthrough/ocr/v1/../v1/ocr, 400, invalid_path",
    "POST, /passthrough/ocr/v1/%2e%2e/ocr, 400, invalid_path",
    "POST, /passthrough/ocr//evil.example/v1/ocr, 400, invalid_path",
    "POST, /passthrough/ocr/v1%2focr, 400, invalid_path",
    "POST, /passthrough/ocr/http://evil.example/, 400, invalid_path",
    "POST, /passthrough/ocr/v1/ocr?a;key=b, 400, invalid_path",
    "POST, /passthrough/ocr/v1/ocr?$httpMethod=DELETE, 400, invalid_path",
    "POST, /passthrough/ocr, 400, invalid_path",
    "POST, /passthrough/pages/v1/pages, 403, operation_not_allowed",
    "POST, /passthrough/none/v1/ocr, 403, operation_not_allowed",
    "OPTIONS, /passthrough/ocr/v1/ocr, 405, method_not_allowed",
    "TRACE, /passthrough/ocr/v1/ocr, 405, method_not_allowed",
    "POST, /%70assthrough/ocr/v1/ocr, 404, not_supported",
  })
  void what_is_not_allowed_reaches_no_provider(
      String method, String target, int status, String code) throws Exception {
    Reply reply = ask("web-key", method, target, "", "");
    assertThat(reply.status()).as(reply.body()).isEqualTo(status);
    assertThat(reply.body()).contains(code);
    assertThat(provider.received).isEmpty();
  }

  @Test
  void a_head_is_not_passed_through() throws Exception {
    try (var client = new RawClient(gateway.address())) {
      client.send(
          "HEAD /passthrough/ocr/v1/ocr/1 HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer"
              + " web-key\r\n\r\n");
      assertThat(client.head().status()).isEqualTo(405);
    }
    assertThat(provider.received).isEmpty();
  }

  @Test
  void an_absolute_url_or_a_host_chooses_no_other_host() throws Exception {
    Reply absolute = post("web-key", "http://evil.example/passthrough/ocr/v1/ocr");
    assertThat(absolute.status()).isBetween(400, 404);
    assertThat(provider.received).isEmpty();
    try (var client = new RawClient(gateway.address())) {
      client.send(
          "GET /passthrough/ocr/v1/ocr/1 HTTP/1.1\r\nHost: evil.example\r\nAuthorization: Bearer"
              + " web-key\r\n\r\n");
      assertThat(client.reply().status()).isEqualTo(200);
    }
    assertThat(passed().header("host")).isEqualTo("127.0.0.1:" + provider.port());
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain-key", "chatting-key", "wrong-key"})
  void a_key_that_does_not_name_it_may_not_use_it(String key) throws Exception {
    Reply reply = post(key, "/passthrough/ocr/v1/ocr");
    assertThat(reply.status()).isEqualTo(key.equals("wrong-key") ? 401 : 403);
    Reply unknown = post(key, "/passthrough/none/v1/ocr");
    assertThat(unknown.status()).isEqualTo(reply.status());
    assertThat(provider.received).isEmpty();
  }

  @Test
  void a_key_for_pass_throughs_alone_calls_no_model() throws Exception {
    for (String model : new String[] {"m", "passthrough:ocr"}) {
      Reply reply = new RawClientCall("all-key").chat(model);
      assertThat(reply.status()).isEqualTo(403);
    }
    assertThat(provider.received).isEmpty();
  }

  private record RawClientCall(String key) {
    Reply chat(String model) throws Exception {
      try (var client = new RawClient(gateway.address())) {
        return client.chat(model, false, "Authorization: Bearer " + key).reply();
      }
    }
  }

  @Test
  void a_pass_through_is_no_model() throws Exception {
    Reply chat = new RawClientCall("plain-key").chat("passthrough:ocr");
    assertThat(chat.status()).isEqualTo(404);
    assertThat(get("plain-key", "/v1/models").body()).doesNotContain("passthrough:");
    assertThat(get("plain-key", "/v1/models/passthrough:ocr").status()).isEqualTo(404);
    Reply unknown = new RawClientCall("plain-key").chat("passthrough:other");
    assertThat(unknown.body().replace("other", "ocr")).isEqualTo(chat.body());
    assertThat(provider.received).isEmpty();
  }

  @Test
  void teams_that_are_not_named_may_not_use_it() throws Exception {
    assertThat(get("blue-key", "/passthrough/red/v1/red").status()).isEqualTo(403);
    assertThat(provider.received).isEmpty();
    assertThat(get("all-key", "/passthrough/red/v1/red").status()).isEqualTo(200);
  }

  @Test
  void each_call_is_paid_before_it_is_made() throws Exception {
    assertThat(post("broke-key", "/passthrough/ocr/v1/ocr").status()).isEqualTo(429);
    assertThat(provider.received).isEmpty();
    assertThat(post("paying-key", "/passthrough/ocr/v1/ocr").status()).isEqualTo(200);
    assertThat(get("paying-key", "/passthrough/ocr/v1/ocr/1").status()).isEqualTo(200);
    Reply third = post("paying-key", "/passthrough/ocr/v1/ocr");
    assertThat(third.status()).as(third.body()).isEqualTo(429);
    assertThat(third.body()).contains("budget");
  }

  @Test
  void what_has_no_price_of_its_own_is_refused_to_keys_with_budgets() throws Exception {
    Reply reply = get("paging-key", "/passthrough/files/v1/files/f1");
    assertThat(reply.status()).isEqualTo(403);
    assertThat(reply.body()).contains("not_priced").contains("passthrough:files");
    assertThat(provider.received).isEmpty();
  }

  @Test
  void the_answer_tells_the_units() throws Exception {
    provider.answers(200, "application/json", "{\"p\":[1,{}],\"usage_info\":{\"pages\":9}}");
    assertThat(post("paging-key", "/passthrough/pages/v1/pages").status()).isEqualTo(200);
    settled();
    // A tenth of the budget is left, and one call may pass it.
    assertThat(post("paging-key", "/passthrough/pages/v1/pages").status()).isEqualTo(200);
    settled();
    Reply third = post("paging-key", "/passthrough/pages/v1/pages");
    assertThat(third.status()).as(third.body()).isEqualTo(429);
    assertThat(provider.received).hasSize(2);
  }

  /// Waits until each call is charged.
  private static void settled() {
    await().until(() -> GatewayEdge.of(gateway.gateway()).engine().running() == 0);
  }

  @Test
  void a_client_that_leaves_with_the_first_byte_pays_for_what_it_may_have_taken() throws Exception {
    // More than the gateway holds before it passes the head on.
    String large = "x".repeat(400_000);
    provider.answers(
        200, "application/json", "{\"p\":\"" + large + "\",\"usage_info\":{\"pages\":9}}");
    provider.holdsTheRest();
    int calls = 0;
    while (leavesEarly()) {
      calls++;
    }
    assertThat(calls).isBetween(1, 2);
  }

  /// Asks, and leaves with the first byte of the answer's body.
  ///
  /// @return whether the budget has let the call in
  private static boolean leavesEarly() throws Exception {
    try (var client = new RawClient(gateway.address())) {
      client.send(
          "POST /passthrough/pages/v1/pages HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer"
              + " hasty-key\r\nContent-Length: 2\r\n\r\n{}");
      if (client.head().status() != 200) {
        return false;
      }
    }
    settled();
    return true;
  }

  @Test
  void what_is_to_be_read_in_an_answer_cannot_be_left_out_of_it() throws Exception {
    provider.answers(200, "application/json", "{\"usage_info\":{\"pages\":1}}");
    ask(
        "all-key",
        "POST",
        "/passthrough/pages/v1/pages?$fields=p&fields=p&alt=proto&x=1",
        "Accept: application/x-protobuf\r\nX-Goog-FieldMask: p\r\n",
        "{}");
    Received passed = passed();
    assertThat(passed.target()).isEqualTo("/v1/pages?x=1");
    assertThat(passed.headers().keySet()).noneMatch("x-goog-fieldmask"::equalsIgnoreCase);
    assertThat(passed.header("accept")).isEqualTo("application/json, text/event-stream");
  }

  @Test
  void a_part_of_an_answer_may_be_asked_for_where_nothing_is_read_in_it() throws Exception {
    ask("all-key", "GET", "/passthrough/ocr/v1/ocr/1", "X-Goog-FieldMask: p\r\n", "");
    assertThat(passed().header("x-goog-fieldmask")).isEqualTo("p");
  }

  @Test
  void events_tell_the_tokens() throws Exception {
    provider.answers(
        200,
        "text/event-stream",
        "data: {\"usage\":{\"in\":1,\"out\":1}}\n\nevent: x\ndata: {\"usage\":{\"in\":5000,\"out\":7000}}\n\n");
    Reply reply = post("talking-key", "/passthrough/talk/v1/talk");
    assertThat(reply.status()).as(reply.body()).isEqualTo(200);
    assertThat(reply.body()).contains("event: x");
    settled();
    Reply second = post("talking-key", "/passthrough/talk/v1/talk");
    assertThat(second.status()).as(second.body()).isEqualTo(429);
  }

  @Test
  void limits_of_keys_hold() throws Exception {
    assertThat(post("slow-key", "/passthrough/ocr/v1/ocr").status()).isEqualTo(200);
    assertThat(post("slow-key", "/passthrough/ocr/v1/ocr").status()).isEqualTo(429);
  }

  @Test
  void a_redirect_is_neither_followed_nor_shown() throws Exception {
    provider.answers(
        new Told(302, Map.of("location", "http://evil.example/?k=the-gateways-key"), "moved"));
    Reply reply = get("web-key", "/passthrough/ocr/v1/ocr/1");
    assertThat(reply.status()).isEqualTo(502);
    assertThat(reply.headers()).doesNotContainKey("location");
    assertThat(reply.body()).doesNotContain("evil.example").doesNotContain("the-gateways-key");
    assertThat(provider.received).hasSize(1);
  }

  @Test
  void headers_of_an_answer_do_not_pass_but_for_its_type() throws Exception {
    provider.answers(
        new Told(
            200,
            Map.of(
                "set-cookie", "a=b",
                "location", "http://evil.example/",
                "www-authenticate", "Basic",
                "refresh", "0; url=http://evil.example/",
                "access-control-allow-origin", "*",
                "content-type", "application/pdf"),
            "%PDF"));
    Reply reply = get("web-key", "/passthrough/ocr/v1/ocr/1");
    assertThat(reply.header("content-type")).isEqualTo("application/pdf");
    assertThat(reply.headers().keySet())
        .doesNotContain(
            "set-cookie", "location", "www-authenticate", "refresh", "access-control-allow-origin");
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403})
  void what_the_provider_refuses_sets_no_credential_aside(int status) throws Exception {
    provider.answers(
        status, "application/json", "{\"error\":{\"message\":\"no the-gateways-key\"}}");
    for (int i = 0; i < 5; i++) {
      Reply reply = get("web-key", "/passthrough/ocr/v1/ocr/1");
      assertThat(reply.status()).isEqualTo(403);
      assertThat(reply.body()).contains("refused_by_provider").doesNotContain("the-gateways-key");
    }
    assertThat(provider.received).hasSize(5);
  }

  @Test
  void an_error_of_the_provider_is_the_answer_and_costs_nothing() throws Exception {
    provider.answers(404, "application/json", "{\"error\":{\"message\":\"no such file\"}}");
    Reply reply = get("leaving-key", "/passthrough/ocr/v1/ocr/1");
    assertThat(reply.status()).isEqualTo(404);
    assertThat(reply.body()).contains("no such file");
    provider.answers(200, "application/json", "{}");
    assertThat(get("leaving-key", "/passthrough/ocr/v1/ocr/1").status()).isEqualTo(200);
    assertThat(get("leaving-key", "/passthrough/ocr/v1/ocr/1").status()).isEqualTo(200);
    assertThat(get("leaving-key", "/passthrough/ocr/v1/ocr/1").status()).isEqualTo(429);
  }

  @Test
  void a_failed_request_is_not_sent_again() throws Exception {
    provider.answers(500, "application/json", "{\"error\":{\"message\":\"oh\"}}");
    assertThat(post("web-key", "/passthrough/files/v1/files").status()).isEqualTo(503);
    assertThat(provider.received).hasSize(1);
  }

  @Test
  void an_answer_without_a_body_is_one() throws Exception {
    provider.answers(new Told(204, Map.of(), ""));
    Reply reply =
        ask("web-key", "DELETE", "/passthrough/ocr/v1/ocr/1", "Connection: close\r\n", "");
    assertThat(reply.status()).isEqualTo(204);
    assertThat(reply.body()).isEmpty();
    assertThat(reply.headers()).doesNotContainKeys("transfer-encoding", "content-length");
  }

  @ParameterizedTest
  @CsvSource({
    "GET, 'Sec-Fetch-Site: cross-site', 403, foreign_page",
    "GET, 'Sec-Fetch-Site: none', 403, foreign_page",
    "GET, 'Upgrade: websocket', 426, ''",
    "GET, 'Content-Length: 2', 400, malformed_request",
    "GET, 'Transfer-Encoding: chunked', 400, malformed_request",
    "POST, 'Content-Encoding: gzip', 415, unsupported_media_type",
    "POST, 'Content-Length: 99999999999', 413, body_too_large",
  })
  void a_head_that_is_not_in_order_reaches_no_provider(
      String method, String header, int status, String code) throws Exception {
    String upgrade = header.startsWith("Upgrade") ? "Connection: Upgrade\r\n" : "";
    String path = method.equals("GET") ? "/v1/ocr/1" : "/v1/ocr";
    Reply reply = ask("web-key", method, "/passthrough/ocr" + path, upgrade + header + "\r\n", "");
    assertThat(reply.status()).as(reply.body()).isEqualTo(status);
    assertThat(reply.body()).contains(code);
    assertThat(provider.received).isEmpty();
  }

  @Test
  void two_types_of_a_body_are_refused() throws Exception {
    String two = "Content-Type: application/json\r\nContent-Type: text/plain\r\n";
    assertThat(ask("web-key", "POST", "/passthrough/ocr/v1/ocr", two, "{}").status())
        .isEqualTo(415);
    assertThat(provider.received).isEmpty();
  }

  @Test
  void a_large_answer_is_not_held() throws Exception {
    String large = "x".repeat(20 << 20);
    provider.answers(200, "application/octet-stream", large);
    provider.holdsTheRest();
    try (var socket = new Socket(gateway.address().getAddress(), gateway.address().getPort())) {
      socket
          .getOutputStream()
          .write(
              "GET /passthrough/files/v1/files/f1 HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer web-key\r\n\r\n"
                  .getBytes(StandardCharsets.US_ASCII));
      int half = socket.getInputStream().readNBytes(large.length() / 2).length;
      // What has come is with the client, or in the buffers of sockets.
      assertThat(GatewayEdge.of(gateway.gateway()).memory().used()).isLessThan(1 << 20);
      provider.answersTheRest();
      int rest = socket.getInputStream().readAllBytes().length;
      assertThat(half + rest).isGreaterThan(large.length());
    }
  }

  @Test
  void a_gateway_without_keys_passes_it_to_all() throws Exception {
    String open =
        """
        server: {listen: "127.0.0.1:0", drain: 1ms}
        admin: {listen: "127.0.0.1:0"}
        providers:
          p: {type: compatible, url: "http://127.0.0.1:%d/v1", key: k, allow_private: true}
        passthrough:
          ocr: {provider: p, allow: ["POST /v1/ocr"]}
        """
            .formatted(provider.port());
    GatewayProcess other = gateway(open);
    try (var client = new RawClient(other.address())) {
      assertThat(client.post("/passthrough/ocr/v1/ocr", "{}").reply().status()).isEqualTo(200);
      assertThat(client.post(CHAT, RawClient.chatBody("nothing", false)).reply().status())
          .isNotEqualTo(403);
    } finally {
      other.drainAndClose();
    }
  }
}
