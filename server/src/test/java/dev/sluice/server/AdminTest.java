package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.provider.Secret;
import dev.sluice.server.RawClient.Reply;
import dev.sluice.server.config.AdminConfig;
import dev.sluice.transport.loop.Loops;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class AdminTest {
  @Test
  void a_client_that_reads_late_gets_all_that_it_has_asked_for() throws Exception {
    int pages = 200;
    try (var server = new TestServer();
        var client = server.connectAdmin()) {
      server.metrics = "x".repeat(256 << 10);
      client.send("GET /metrics HTTP/1.1\r\nHost: localhost\r\n\r\n".repeat(pages));
      for (int i = 0; i < pages; i++) {
        assertThat(client.reply().body()).hasSize(256 << 10);
      }
    }
  }

  @Test
  void health_and_metrics_are_shown_on_a_port_of_their_own() throws Exception {
    try (var server = new TestServer();
        var admin = server.connectAdmin();
        var client = server.connect()) {
      assertThat(admin.get("/livez").reply().status()).isEqualTo(200);
      assertThat(admin.get("/readyz").reply().body()).isEqualTo("ready\n");
      Reply metrics = admin.get("/metrics").reply();
      assertThat(metrics.body()).isEqualTo("sluice_up 1\n");
      assertThat(metrics.header("content-type")).startsWith("text/plain; version=0.0.4");
      assertThat(admin.get("/v1/models").reply().status()).isEqualTo(404);
      assertThat(client.get("/metrics").reply().status()).isEqualTo(404);
    }
  }

  @Test
  void it_only_reads() throws Exception {
    try (var server = new TestServer();
        var admin = server.connectAdmin()) {
      admin.send("POST /livez HTTP/1.1\r\nHost: localhost\r\nContent-Length: 0\r\n\r\n");
      assertThat(admin.reply().status()).isEqualTo(405);
    }
  }

  @Test
  void it_is_guarded_as_well() throws Exception {
    try (var server = new TestServer();
        var admin = server.connectAdmin()) {
      admin.send("GET /livez HTTP/1.1\r\nHost: localhost\r\nHost: b\r\n\r\n");
      assertThat(admin.reply().status()).isEqualTo(400);
      assertThat(admin.ended()).isTrue();
    }
  }

  @Test
  void a_token_is_asked_where_one_is_set() throws Exception {
    try (Loops loops = Loops.start(1)) {
      var base = ServerBases.bare(loops);
      var admin = new AdminConfig(TestServer.loopback(), Optional.of(new Secret("token")));
      SluiceServer server =
          SluiceServer.start(
              TestServer.config(List.of(), TestServer.LONG.body()), Optional.of(admin), base);
      assertThat(status(server)).isEqualTo(401);
      assertThat(status(server, "Authorization: Bearer wrong")).isEqualTo(401);
      assertThat(status(server, "Authorization: Bearer token")).isEqualTo(200);
      server.drainAndClose();
    }
  }

  private static int status(SluiceServer server, String... headers) throws IOException {
    try (var client = new RawClient(server.adminAddress().orElseThrow())) {
      return client.get("/metrics", headers).reply().status();
    }
  }
}
