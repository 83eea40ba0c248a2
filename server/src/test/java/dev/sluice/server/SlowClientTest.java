package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.server.RawClient.Reply;
import dev.sluice.server.edge.ClientTimeouts;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// C1 and C2: clients that take their time to ask.
class SlowClientTest {
  private static final String POST =
      "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n";
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final Duration LONG = Duration.ofMinutes(1);

  /// Longer than a busy machine takes for what a client has to do meanwhile.
  private static final Duration ENOUGH = Duration.ofMillis(1_200);

  @Test
  void a_head_that_never_ends_is_given_up() throws Exception {
    try (var server = server(new ClientTimeouts(ENOUGH, LONG, LONG, LONG, LONG, SHORT));
        var client = server.connect()) {
      client.send("GET /v1/models HTTP/1.1\r\nHost: localhost\r\nX-A:");
      assertThat(client.reply().status()).isEqualTo(408);
      assertThat(client.ended()).isTrue();
    }
  }

  @Test
  void a_later_head_that_never_ends_is_given_up_too() throws Exception {
    try (var server = server(new ClientTimeouts(ENOUGH, LONG, LONG, LONG, LONG, SHORT));
        var client = server.connect()) {
      client.get("/v1/models").reply();
      client.send("GET /v1/mod");
      assertThat(client.reply().status()).isEqualTo(408);
    }
  }

  @Test
  void a_connection_that_asks_nothing_is_closed() throws Exception {
    try (var server = server(new ClientTimeouts(SHORT, LONG, LONG, LONG, LONG, SHORT));
        var client = server.connect()) {
      assertThat(client.ended()).isTrue();
    }
  }

  @Test
  void an_idle_connection_is_closed_without_a_word() throws Exception {
    try (var server = server(new ClientTimeouts(LONG, LONG, LONG, LONG, SHORT, SHORT));
        var client = server.connect()) {
      client.get("/v1/models").reply();
      assertThat(client.ended()).isTrue();
    }
  }

  @Test
  void a_running_call_is_not_idle() throws Exception {
    var timeouts = new ClientTimeouts(ENOUGH, ENOUGH, ENOUGH, ENOUGH, ENOUGH, ENOUGH);
    try (var server = server(timeouts);
        var client = server.connect()) {
      client.chat("live", false);
      FakePipeline.Live live = server.pipeline.next();
      assertThat(live.cancelled.await(2 * ENOUGH.toMillis(), TimeUnit.MILLISECONDS)).isFalse();
      live.write("{}");
      live.end();
      assertThat(client.reply().body()).isEqualTo("{}");
    }
  }

  @Test
  void a_body_below_the_least_rate_is_given_up() throws Exception {
    try (var server = server(new ClientTimeouts(LONG, LONG, SHORT, LONG, LONG, SHORT));
        var client = server.connect()) {
      client.send(POST + "Content-Length: 5000\r\n\r\n{");
      Reply reply = client.reply();
      assertThat(reply.status()).isEqualTo(408);
      assertThat(reply.body()).contains("\"code\":\"body_timeout\"");
      assertThat(client.ended()).isTrue();
    }
  }

  @Test
  void a_body_that_stops_is_given_up() throws Exception {
    try (var server = server(new ClientTimeouts(LONG, SHORT, LONG, LONG, LONG, SHORT));
        var client = server.connect()) {
      client.send(POST + "Content-Length: 500000\r\n\r\n" + "{".repeat(100_000));
      assertThat(client.reply().status()).isEqualTo(408);
    }
  }

  @Test
  void a_thousand_slow_clients_do_not_hold_up_another() throws Exception {
    List<RawClient> slow = new ArrayList<>();
    try (var server = server(TestServer.LONG)) {
      for (int i = 0; i < 1000; i++) {
        slow.add(server.connect().send("GET /v1/models HTTP/1.1\r\nX-A: "));
      }
      try (var client = server.connect()) {
        for (int i = 0; i < 100; i++) {
          assertThat(client.chat("whole", false).reply().status()).isEqualTo(200);
          slow.get(i).send("a");
        }
      }
    } finally {
      for (RawClient client : slow) {
        client.close();
      }
    }
  }

  private static TestServer server(ClientTimeouts timeouts) throws CannotListen, IOException {
    return new TestServer(TestServer.OPEN, timeouts);
  }
}
