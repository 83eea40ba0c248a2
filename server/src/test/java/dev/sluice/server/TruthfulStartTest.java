package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.sun.net.httpserver.HttpServer;
import dev.sluice.config.yaml.Doc;
import dev.sluice.server.RawClient.Reply;
import dev.sluice.server.config.reader.ConfigFile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What somebody hears that has just started a gateway without routes, and has made a mistake.
class TruthfulStartTest {
  private static final String REFUSAL =
      "{\"error\":{\"message\":\"Incorrect API key\",\"code\":\"invalid_api_key\"}}";
  private static final String MODELS = "{\"object\":\"list\",\"data\":[{\"id\":\"known\"}]}";

  private final HttpServer refusing = provider(401, REFUSAL);
  private final HttpServer listing = provider(200, MODELS);
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();

  TruthfulStartTest() throws IOException {}

  @AfterEach
  void close() {
    refusing.stop(0);
    listing.stop(0);
  }

  @Test
  void a_refused_key_is_told_at_the_start_and_to_the_call_that_finds_no_model() throws Exception {
    GatewayProcess gateway = start(url(refusing));
    try {
      Reply reply = call(gateway, "wanted");
      assertThat(reply.status()).isEqualTo(424);
      assertThat(reply.body())
          .contains("\"code\":\"upstream_credential\"")
          .contains("the provider answered 401 (invalid_api_key) to the gateway's own key")
          .doesNotContain("Incorrect API key");
      await().until(() -> !said(err).isEmpty());
    } finally {
      gateway.drainAndClose();
    }
    assertThat(said(err))
        .containsOnlyOnce(
            " warn provider \"first\": its models cannot be listed: the provider answered 401"
                + " (invalid_api_key) to the gateway's own key: it is not accepted: replace it");
    assertThat(said(out))
        .contains("\"message\":\"the provider answered 401 (invalid_api_key)")
        .doesNotContain("Incorrect API key");
  }

  @Test
  void a_provider_that_is_not_there_is_told_with_its_address() throws Exception {
    GatewayProcess gateway = start("http://127.0.0.1:1/v1");
    try {
      Reply reply = call(gateway, "wanted");
      assertThat(reply.status()).isEqualTo(502);
      assertThat(reply.body())
          .contains("\"code\":\"upstream_unreachable\"")
          .contains("the provider `first` cannot be asked: connection refused");
      await().until(() -> !said(err).isEmpty());
    } finally {
      gateway.drainAndClose();
    }
    assertThat(said(err)).contains("nobody takes connections at 127.0.0.1:1: check");
  }

  @Test
  void a_name_that_does_not_resolve_is_told_apart_from_nobody_listening() throws Exception {
    GatewayProcess gateway = start("http://nowhere.invalid/v1");
    try {
      assertThat(call(gateway, "wanted").body()).contains("its name does not resolve");
      await().until(() -> !said(err).isEmpty());
    } finally {
      gateway.drainAndClose();
    }
    assertThat(said(err)).contains("the name nowhere.invalid does not resolve: check");
  }

  @Test
  void a_model_that_is_listed_is_served_all_the_same() throws Exception {
    GatewayProcess gateway = start(url(refusing));
    try {
      assertThat(call(gateway, "known").body()).doesNotContain("upstream_credential");
    } finally {
      gateway.drainAndClose();
    }
  }

  private GatewayProcess start(String first) throws CannotListen {
    String text =
        """
        server: {listen: "127.0.0.1:0", drain: 1ms}
        admin: {listen: "127.0.0.1:0"}
        providers:
          first: {type: compatible, url: "%s", key: sk-wrong, allow_private: true}
          second: {type: compatible, url: "%s", key: sk-right, allow_private: true}
        """
            .formatted(first, url(listing));
    Doc doc = Doc.parse("sluice.yaml", text, Map.of());
    return GatewayProcess.start(
        ConfigFile.of(doc).config(), ProcessOptions.defaults().logs(out, err));
  }

  private static Reply call(GatewayProcess gateway, String model) throws IOException {
    try (var client = new RawClient(gateway.address())) {
      return client.chat(model, false).reply();
    }
  }

  private static String url(HttpServer provider) {
    return "http://127.0.0.1:" + provider.getAddress().getPort() + "/v1";
  }

  private static String said(ByteArrayOutputStream stream) {
    return stream.toString(StandardCharsets.UTF_8);
  }

  private static HttpServer provider(int status, String body) throws IOException {
    var address = new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0);
    HttpServer server = HttpServer.create(address, 0);
    byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
    server.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          exchange.getResponseHeaders().set("content-type", "application/json");
          exchange.sendResponseHeaders(status, bytes.length);
          try (OutputStream answer = exchange.getResponseBody()) {
            answer.write(bytes);
          }
        });
    server.start();
    return server;
  }
}
