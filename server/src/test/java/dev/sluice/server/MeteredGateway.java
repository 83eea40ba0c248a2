package dev.sluice.server;

import static dev.sluice.accounts.ReadyStores.ready;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.sluice.accounts.Accounts;
import dev.sluice.accounts.budget.BudgetLedger;
import dev.sluice.accounts.ledger.Journal;
import dev.sluice.accounts.ledger.Ledger;
import dev.sluice.accounts.ledger.LedgerConfig;
import dev.sluice.accounts.store.StoreConfig;
import dev.sluice.call.runtime.Clock;
import dev.sluice.config.yaml.Doc;
import dev.sluice.server.config.SluiceConfig;
import dev.sluice.server.config.reader.ConfigFile;
import dev.sluice.server.reload.ConfigSource;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;

/// A gateway with a store and a ledger, in front of a provider whose answers have a price.
final class MeteredGateway {
  static final ObjectMapper MAPPER = new ObjectMapper();

  /// A journal of the usual size is 24 MB, which each start would write.
  private static final Journal.Sizes JOURNAL = new Journal.Sizes(1 << 18, 1L << 26, 1 << 10);

  private static final String ANSWER =
      """
      {"id": "c", "object": "chat.completion", "created": 1, "model": "m",
       "choices": [{"index": 0, "message": {"role": "assistant", "content": "hello"},
         "finish_reason": "stop"}],
       "usage": {"prompt_tokens": 100, "completion_tokens": 100, "total_tokens": 200}}
      """;

  private final Path folder;
  private final HttpClient http = HttpClient.newHttpClient();
  private final HttpServer provider;
  private String keys = "{name: fixed, key: fixed-key, team: ops}";
  private String tags = "";
  private String more = "";
  private String admin = "";
  private String routes = "any: {models: [m], targets: [{provider: p}]}";
  private GatewayProcess gateway;
  private Accounts accounts;

  /// What the provider was asked last.
  private volatile Headers asked = new Headers();

  private volatile String body = "";

  MeteredGateway(Path folder) throws Exception {
    this(folder, _ -> {});
  }

  /// @param configuring says what it has in its configuration from its first start on
  MeteredGateway(Path folder, Consumer<MeteredGateway> configuring) throws Exception {
    this.folder = folder;
    provider = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    provider.createContext("/", this::answer);
    provider.start();
    configuring.accept(this);
    open();
  }

  Accounts accounts() {
    return accounts;
  }

  /// The headers that the provider was sent last.
  Headers asked() {
    return asked;
  }

  /// The body that it was sent last.
  String body() {
    return body;
  }

  GatewayProcess process() {
    return gateway;
  }

  /// Has other keys in its configuration from the next start or reload on.
  void configure(String entries) {
    keys = entries;
  }

  /// Has these tags in its configuration from the next start or reload on.
  void configureTags(String entries) {
    tags = ", tags: {" + entries + "}";
  }

  /// Has these keys in `server`, and no tags, from the next start or reload on.
  void configureServer(String entries) {
    tags = ", " + entries;
  }

  /// Has this section of `admin`, too, from the next start or reload on.
  void configureAdmin(String section) {
    admin = section;
  }

  /// Has these sections in its configuration, too, from the next start or reload on.
  void configureMore(String sections) {
    more = sections;
  }

  /// Has these routes in its configuration from the next start or reload on.
  void configureRoutes(String... entries) {
    routes = String.join("\n  ", entries);
  }

  /// Ends it, and starts another process with the same store.
  void restart() throws Exception {
    gateway.drainAndClose();
    open();
  }

  private void answer(HttpExchange call) throws IOException {
    asked = call.getRequestHeaders();
    body = new String(call.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
    byte[] answer = ANSWER.getBytes(StandardCharsets.US_ASCII);
    call.getResponseHeaders().set("content-type", "application/json");
    call.sendResponseHeaders(200, answer.length);
    call.getResponseBody().write(answer);
    call.close();
  }

  private void open() throws Exception {
    StoreConfig store = ready(StoreConfig.in(folder.resolve("data")));
    accounts = Accounts.open(store, Clock.SYSTEM);
    var config =
        new LedgerConfig(LedgerConfig.journal(store.path()), store.keep(), ZoneOffset.UTC, JOURNAL);
    Ledger ledger = Ledger.open(config, accounts::store, accounts::nameOf, Clock.SYSTEM);
    gateway = open(_ -> config(yaml()), Optional.of(accounts), Optional.of(ledger));
  }

  private static SluiceConfig config(String yaml) {
    return ConfigFile.of(Doc.parse("sluice.yaml", yaml, Map.of())).config();
  }

  /// Starts a process of a configuration without a store.
  static GatewayProcess bare(String yaml) throws Exception {
    return open(_ -> config(yaml), Optional.empty(), Optional.empty());
  }

  private static GatewayProcess open(
      ConfigSource source, Optional<Accounts> accounts, Optional<BudgetLedger> ledger)
      throws Exception {
    return GatewayProcess.start(
        source.load(_ -> {}),
        ProcessOptions.defaults()
            .source(source)
            .parts(new ProcessParts(Optional.empty(), accounts, ledger)));
  }

  String yaml() {
    return """
    store: {path: "%s"}
    server: {listen: "127.0.0.1:0", drain: 1s, keys: [%s]%s}
    admin:
      listen: "127.0.0.1:0"
      token: admin-token
      tokens:
        - {name: ann, token: viewer-token}
        - {name: bob, token: operator-token, role: operator}
      %s
    providers:
      p: {type: compatible, url: "http://127.0.0.1:%d/v1", allow_private: true}
    routes:
      %s
    prices:
      models:
        - {provider: p, model: m, input: 1, output: 1}
        - {provider: p, model: "of-*", input: 1, output: 1}
    budgets: {all: [100USD/month]}
    """
            .formatted(
                folder.resolve("data"), keys, tags, admin, provider.getAddress().getPort(), routes)
        + more;
  }

  HttpResponse<String> send(String method, String url, String body, String token) throws Exception {
    HttpRequest.Builder request =
        HttpRequest.newBuilder(URI.create(url))
            .header("content-type", "application/json")
            .header("authorization", "Bearer " + token)
            .method(method, BodyPublishers.ofString(body));
    return http.send(request.build(), BodyHandlers.ofString());
  }

  HttpResponse<String> admin(String path) throws Exception {
    return send("GET", gateway.adminUrl() + path, "", "viewer-token");
  }

  JsonNode get(String path) throws Exception {
    HttpResponse<String> answer = admin(path);
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return MAPPER.readTree(answer.body());
  }

  JsonNode post(String path, String body) throws Exception {
    HttpResponse<String> answer = send("POST", gateway.adminUrl() + path, body, "admin-token");
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(201);
    return MAPPER.readTree(answer.body());
  }

  int call(String key) throws Exception {
    String body =
        "{\"model\":\"m\",\"max_tokens\":100,\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]}";
    return send("POST", gateway.url() + "/v1/chat/completions", body, key).statusCode();
  }

  void close() throws InterruptedException {
    gateway.drainAndClose();
    provider.stop(0);
    http.shutdownNow();
  }
}
