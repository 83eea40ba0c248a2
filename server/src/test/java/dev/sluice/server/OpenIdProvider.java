package dev.sluice.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sluice.accounts.key.KeySecret;
import dev.sluice.server.jwt.TokenMaker;
import io.netty.handler.codec.http.QueryStringDecoder;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;

/// An OpenID provider of the tests: it checks what its client must prove, and misbehaves where a
/// test wants it to.
final class OpenIdProvider implements AutoCloseable {
  static final String CLIENT = "sluice";
  static final String SECRET = "a-secret:with+and/and%";

  final TokenMaker maker = TokenMaker.own();

  /// What its next tokens say of whom.
  volatile Map<String, Object> person = Map.of("sub", "ann", "groups", List.of("admins"));

  /// Changes what the next token says.
  volatile Consumer<Map<String, Object>> claims = _ -> {};

  /// Signs tokens.
  volatile Function<Map<String, Object>, String> signer = maker::es256;

  /// Changes what it says of itself.
  volatile Consumer<ObjectNode> document = _ -> {};

  /// The status and body of the answer to a code; empty for a good one.
  volatile String tokenAnswer = "";

  volatile boolean takesCodesTwice;
  volatile boolean deviceAllowed;

  /// What it says while nobody has decided about the login of a terminal.
  volatile String devicePending = "authorization_pending";

  /// The challenge with which the login of a terminal has begun.
  private volatile String deviceChallenge = "";

  /// Changes how it begins the login of a terminal.
  volatile Consumer<ObjectNode> begun = _ -> {};

  final AtomicInteger exchanges = new AtomicInteger();

  private final HttpServer server;
  private final Map<String, Map<String, List<String>>> codes = new ConcurrentHashMap<>();
  private final AtomicInteger count = new AtomicInteger();

  OpenIdProvider() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext("/.well-known/openid-configuration", call -> send(call, 200, document()));
    server.createContext("/authorize", this::authorize);
    server.createContext("/token", this::token);
    server.createContext("/keys", call -> send(call, 200, new String(maker.jwks(), UTF_8)));
    server.createContext("/device", this::device);
    server.start();
  }

  /// Does as it should from now on.
  void behave() {
    claims = _ -> {};
    signer = maker::es256;
    document = _ -> {};
    tokenAnswer = "";
    takesCodesTwice = false;
    deviceAllowed = false;
    devicePending = "authorization_pending";
    begun = _ -> {};
  }

  String issuer() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  private String document() {
    ObjectNode tree = MeteredGateway.MAPPER.createObjectNode().put("issuer", issuer());
    tree.put("authorization_endpoint", issuer() + "/authorize?tenant=1");
    tree.put("token_endpoint", issuer() + "/token").put("jwks_uri", issuer() + "/keys");
    tree.put("device_authorization_endpoint", issuer() + "/device");
    document.accept(tree);
    return tree.toString();
  }

  private void authorize(HttpExchange call) throws IOException {
    var query = new QueryStringDecoder(call.getRequestURI()).parameters();
    String code = "code-" + count.incrementAndGet();
    codes.put(code, query);
    String answer = "?code=" + code + "&state=" + one(query, "state");
    call.getResponseHeaders().set("location", one(query, "redirect_uri") + answer);
    call.sendResponseHeaders(302, -1);
    call.close();
  }

  private void token(HttpExchange call) throws IOException {
    exchanges.incrementAndGet();
    String body = new String(call.getRequestBody().readAllBytes(), UTF_8);
    var form = new QueryStringDecoder(body, false).parameters();
    if (!tokenAnswer.isEmpty()) {
      send(call, Integer.parseInt(tokenAnswer.substring(0, 3)), tokenAnswer.substring(3));
      return;
    }
    if (!isClient(call)) {
      send(call, 401, "{\"error\":\"invalid_client\"}");
      return;
    }
    if (one(form, "grant_type").endsWith("device_code")) {
      boolean known =
          one(form, "device_code").equals("device-1") && deviceChallenge.equals(challenge(form));
      send(
          call,
          deviceAllowed && known ? 200 : 400,
          deviceAllowed && known
              ? "{\"id_token\":\"" + idToken(Map.of()) + "\"}"
              : "{\"error\":\"" + devicePending + "\"}");
      return;
    }
    String code = one(form, "code");
    Map<String, List<String>> asked = takesCodesTwice ? codes.get(code) : codes.remove(code);
    if (asked == null || !isProved(asked, form)) {
      send(call, 400, "{\"error\":\"invalid_grant\"}");
      return;
    }
    String token = idToken(Map.of("nonce", one(asked, "nonce")));
    send(
        call,
        200,
        "{\"access_token\":\"x\",\"token_type\":\"Bearer\",\"id_token\":\"" + token + "\"}");
  }

  private static boolean isClient(HttpExchange call) {
    String header = String.valueOf(call.getRequestHeaders().getFirst("authorization"));
    String pair = CLIENT + ":a-secret%3Awith%2Band%2Fand%25";
    return header.equals("Basic " + Base64.getEncoder().encodeToString(pair.getBytes(UTF_8)));
  }

  private static boolean isProved(Map<String, List<String>> asked, Map<String, List<String>> form) {
    return one(asked, "code_challenge_method").equals("S256")
        && one(asked, "code_challenge").equals(challenge(form))
        && one(asked, "redirect_uri").equals(one(form, "redirect_uri"));
  }

  /// What the challenge must have been for the verifier of a form.
  private static String challenge(Map<String, List<String>> form) {
    byte[] digest = KeySecret.digest(one(form, "code_verifier"));
    return Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
  }

  private static String one(Map<String, List<String>> query, String name) {
    return query.getOrDefault(name, List.of("")).getFirst();
  }

  private String idToken(Map<String, Object> more) {
    Map<String, Object> said = said();
    said.putAll(more);
    claims.accept(said);
    return signer.apply(said);
  }

  private Map<String, Object> said() {
    long now = System.currentTimeMillis() / 1_000;
    Map<String, Object> said = new LinkedHashMap<>();
    said.put("iss", issuer());
    said.put("aud", CLIENT);
    said.put("iat", now);
    said.put("exp", now + 60);
    said.putAll(person);
    return said;
  }

  /// A logout token, as it tells of the end of a session.
  String logoutToken(Map<String, Object> more) {
    Map<String, Object> said = said();
    said.keySet().removeAll(List.of("groups", "sub"));
    said.put("jti", "j" + count.incrementAndGet());
    said.put("events", Map.of("http://schemas.openid.net/event/backchannel-logout", Map.of()));
    said.putAll(more);
    said.values().removeIf(""::equals);
    return maker.sign(Map.of("alg", "RS256", "kid", "rsa", "typ", "logout+jwt"), said);
  }

  private void device(HttpExchange call) throws IOException {
    String body = new String(call.getRequestBody().readAllBytes(), UTF_8);
    var form = new QueryStringDecoder(body, false).parameters();
    deviceChallenge = one(form, "code_challenge");
    ObjectNode tree = MeteredGateway.MAPPER.createObjectNode();
    tree.put("device_code", "device-1").put("user_code", "ABCD-EFGH");
    tree.put("verification_uri", issuer() + "/type").put("interval", 1).put("expires_in", 300);
    begun.accept(tree);
    send(call, 200, tree.toString());
  }

  private static void send(HttpExchange call, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    call.getResponseHeaders().set("content-type", "application/json");
    call.sendResponseHeaders(status, bytes.length);
    call.getResponseBody().write(bytes);
    call.close();
  }

  /// The address at which a browser that was sent to `to` gets its answer.
  static URI answered(TestBrowser browser, URI to) throws Exception {
    return URI.create(browser.get(to).headers().firstValue("location").orElseThrow());
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
