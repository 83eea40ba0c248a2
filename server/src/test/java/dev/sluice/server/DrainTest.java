package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sluice.server.RawClient.Reply;
import java.io.IOException;
import java.net.ConnectException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/// P1: the server stops without losing what it can still finish.
class DrainTest {
  private static final String EVENT = "data: {\"choices\":[]}\n\n";

  /// A server that cuts off no call while a test goes on.
  private static TestServer patient() throws CannotListen {
    return new TestServer(
        TestServer.config(TestServer.OPEN, Duration.ofMinutes(1)), TestServer.LONG);
  }

  @Test
  void streams_may_finish_and_nothing_new_begins() throws Exception {
    try (var server = patient();
        var client = server.connect();
        var idle = server.connect();
        var admin = server.connectAdmin()) {
      client.chat("live", true);
      FakePipeline.Live live = server.pipeline.next();
      live.write(EVENT);
      client.head();
      client.chunk();
      idle.get("/v1/models").reply();
      Thread draining = Thread.ofVirtual().start(server::drain);

      await().until(() -> admin.get("/readyz").reply().status() == 503);
      assertThat(admin.get("/livez").reply().status()).isEqualTo(200);
      Reply rejected = idle.chat("whole", false).reply();
      assertThat(rejected.status()).isEqualTo(503);
      assertThat(rejected.body()).contains("\"code\":\"draining\"");
      assertThat(rejected.headers())
          .containsEntry("x-should-retry", "true")
          .containsEntry("connection", "close");
      await()
          .untilAsserted(
              () -> assertThatThrownBy(server::connect).isInstanceOf(ConnectException.class));

      live.write("data: [DONE]\n\n");
      live.end();
      assertThat(client.chunk()).isEqualTo("data: [DONE]\n\n");
      assertThat(client.chunk()).isEmpty();
      assertThat(client.ended()).isTrue();
      draining.join();
    }
  }

  @Test
  void what_does_not_finish_in_time_is_told_so() throws Exception {
    var config = TestServer.config(TestServer.OPEN, Duration.ofMillis(200));
    List<RawClient> clients = new ArrayList<>();
    try (var server = new TestServer(config, TestServer.LONG)) {
      for (int i = 0; i < 100; i++) {
        RawClient client = server.connect();
        clients.add(client);
        client.chat("live", true);
        server.pipeline.next().write(EVENT);
      }
      RawClient waiting = server.connect();
      waiting.chat("live", true);
      server.pipeline.next();
      server.drain();

      for (RawClient client : clients) {
        client.head();
        assertThat(client.chunk()).isEqualTo(EVENT);
        assertThat(client.chunk()).contains("\"code\":\"draining\"");
        assertThat(client.rest()).isEmpty();
      }
      assertThat(waiting.reply().status()).isEqualTo(503);
      clients.add(waiting);
    } finally {
      for (RawClient client : clients) {
        client.close();
      }
    }
  }

  @Test
  void idle_connections_do_not_hold_it_up() throws Exception {
    try (var server = new TestServer();
        var client = server.connect();
        var _ = server.connect()) {
      client.get("/v1/models").reply();
      assertThat(CompletableFuture.runAsync(server::drain)).succeedsWithin(Duration.ofMinutes(1));
      assertThat(client.ended()).isTrue();
    }
  }

  @Test
  void a_body_that_is_still_arriving_is_turned_away() throws Exception {
    try (var server = patient();
        var client = server.connect();
        var other = server.connect();
        var admin = server.connectAdmin()) {
      other.chat("live", false);
      FakePipeline.Live live = server.pipeline.next();
      String body = RawClient.chatBody("whole", false);
      client.send(
          "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
              + "Content-Length: "
              + body.length()
              + "\r\n\r\n{");
      await().until(() -> server.server.memoryUsed() > 100);
      Thread draining = Thread.ofVirtual().start(server::drain);
      await().until(() -> admin.get("/readyz").reply().status() == 503);
      await()
          .untilAsserted(() -> assertThatThrownBy(server::connect).isInstanceOf(IOException.class));
      assertThat(client.send(body.substring(1)).reply().body()).contains("\"draining\"");
      live.write("{}");
      live.end();
      assertThat(other.reply().body()).isEqualTo("{}");
      draining.join();
    }
  }
}
