package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.provider.Secret;
import dev.sluice.server.RawClient.Reply;
import dev.sluice.server.client.ClientKey;
import dev.sluice.server.config.AdminConfig;
import dev.sluice.transport.loop.Loops;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Web pages that have bent a name to this machine (DNS rebinding), or call it across origins.
class LoopbackNamesTest {
  private TestServer server;

  @BeforeEach
  void start() throws CannotListen {
    server = new TestServer();
  }

  @AfterEach
  void end() {
    server.close();
  }

  private Reply api(String... headers) throws IOException {
    return get(server.server.address(), "/v1/models", headers);
  }

  private Reply admin(String... headers) throws IOException {
    return get(server.server.adminAddress().orElseThrow(), "/metrics", headers);
  }

  private static Reply get(InetSocketAddress at, String path, String... headers)
      throws IOException {
    try (var client = new RawClient(at)) {
      String lines = String.join("\r\n", headers);
      return client.send("GET " + path + " HTTP/1.1\r\n" + lines + "\r\n\r\n").reply();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "localhost",
        "LocalHost:8080",
        "localhost:",
        "127.0.0.1",
        "127.0.0.1:65535",
        "127.255.1.2:80",
        "[::1]",
        "[::1]:9090",
        "[0:0:0:0:0:0:0:1]:80"
      })
  void without_keys_loopback_names_are_served(String host) throws IOException {
    assertThat(api("Host: " + host).status()).isEqualTo(200);
    assertThat(admin("Host: " + host).status()).isEqualTo(200);
    assertThat(api("Host: localhost", "Origin: http://" + host).status()).isEqualTo(200);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "evil.example",
        "evil.example:8080",
        "localhost.evil.example",
        "127.0.0.1.evil.example",
        "127.evil.example",
        "127.0.0",
        "127.0.0.1.1",
        "127.0.0.256",
        "127.0.0.0001",
        "127.0..1",
        "128.0.0.1",
        "0.0.0.0",
        "localhost:80:80",
        "localhost:x",
        "localhostx",
        "[::2]",
        "[::1].evil.example",
        "::1"
      })
  void any_other_name_is_refused_with_the_remedy(String host) throws IOException {
    Reply api = api("Host: " + host);
    assertThat(api.status()).isEqualTo(403);
    assertThat(api.body())
        .contains("\"code\":\"not_loopback\"", "the Host " + host, "add server.keys");
    Reply admin = admin("Host: " + host);
    assertThat(admin.status()).isEqualTo(403);
    assertThat(admin.body()).contains("the Host " + host, "add admin.token");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "https://evil.example",
        "http://localhost.evil.example",
        "http://127.0.0.1@evil.example",
        "null",
        "localhost",
        "://localhost",
        ""
      })
  void a_page_from_elsewhere_is_refused_with_the_remedy(String origin) throws IOException {
    Reply api = api("Host: localhost", "Origin: " + origin);
    assertThat(api.status()).isEqualTo(403);
    assertThat(api.body()).contains("\"code\":\"not_loopback\"", "Origin", "add server.keys");
    Reply admin = admin("Host: localhost", "Origin: " + origin);
    assertThat(admin.status()).isEqualTo(403);
    assertThat(admin.body()).contains("Origin", "add admin.token");
  }

  @Test
  void one_of_two_origins_from_elsewhere_is_enough() throws IOException {
    assertThat(
            api("Host: localhost", "Origin: http://localhost", "Origin: http://evil.example")
                .status())
        .isEqualTo(403);
  }

  @Test
  void a_call_from_elsewhere_never_begins() throws IOException {
    try (var client = server.connect()) {
      client.chat("whole", false, "Origin: https://evil.example");
      assertThat(client.reply().status()).isEqualTo(403);
      assertThat(client.ended()).isTrue();
    }
    assertThat(server.pipeline.calls).isEmpty();
  }

  @Test
  void with_a_key_any_name_is_served() throws Exception {
    String key = "Authorization: Bearer k";
    try (var keyed = TestServer.keyed(ClientKey.plain(1, new Secret("k")))) {
      InetSocketAddress at = keyed.server.address();
      assertThat(
              get(at, "/v1/models", "Host: api.example", "Origin: https://a.example", key).status())
          .isEqualTo(200);
    }
  }

  @Test
  void with_a_token_the_admin_listener_serves_any_name() throws Exception {
    try (Loops loops = Loops.start(1)) {
      var base = ServerBases.bare(loops);
      var admin = new AdminConfig(TestServer.loopback(), Optional.of(new Secret("token")));
      SluiceServer guarded =
          SluiceServer.start(
              TestServer.config(List.of(), TestServer.LONG.body()), Optional.of(admin), base);
      InetSocketAddress at = guarded.adminAddress().orElseThrow();
      assertThat(get(at, "/metrics", "Host: m.example", "Authorization: Bearer token").status())
          .isEqualTo(200);
      guarded.drainAndClose();
    }
  }
}
