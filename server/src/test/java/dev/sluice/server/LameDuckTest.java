package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sluice.server.RawClient.Reply;
import java.net.ConnectException;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

/// P1: who sends calls learns that the server stops before it turns calls away.
class LameDuckTest {
  private static final Duration DELAY = Duration.ofMinutes(20);

  private final BlockingQueue<Duration> delays = new LinkedBlockingQueue<>();
  private final CountDownLatch over = new CountDownLatch(1);

  private TestServer server() throws CannotListen {
    return new TestServer(
        DELAY,
        wait -> {
          delays.add(wait);
          over.await();
        });
  }

  @Test
  void a_server_that_stops_serves_on_and_ends_connections_with_their_answers() throws Exception {
    try (var server = server();
        var idle = server.connect();
        var admin = server.connectAdmin()) {
      assertThat(idle.get("/v1/models").reply().headers()).doesNotContainKey("connection");
      Thread stopping = Thread.ofVirtual().start(server::drain);
      try (var fresh = server.connect()) {
        assertThat(delays.take()).isEqualTo(DELAY);
        assertThat(admin.get("/readyz").reply().status()).isEqualTo(503);
        assertThat(admin.get("/livez").reply().status()).isEqualTo(200);
        assertThat(admin.get("/startupz").reply().status()).isEqualTo(200);
        for (RawClient client : new RawClient[] {idle, fresh}) {
          Reply answer = client.chat("whole", false).reply();
          assertThat(answer.status()).isEqualTo(200);
          assertThat(answer.headers()).containsEntry("connection", "close");
          assertThat(client.ended()).isTrue();
        }
      }
      over.countDown();
      stopping.join();
      assertThatThrownBy(server::connect).isInstanceOf(ConnectException.class);
    } finally {
      over.countDown();
    }
  }

  @Test
  void an_answer_that_begins_meanwhile_ends_its_connection_though_its_call_came_before()
      throws Exception {
    try (var server = server();
        var client = server.connect()) {
      client.chat("live", true);
      FakePipeline.Live live = server.pipeline.next();
      Thread stopping = Thread.ofVirtual().start(server::drain);
      assertThat(delays.take()).isEqualTo(DELAY);
      live.write("data: [DONE]\n\n");
      assertThat(client.head().headers()).containsEntry("connection", "close");
      live.end();
      assertThat(client.chunk()).isEqualTo("data: [DONE]\n\n");
      assertThat(client.chunk()).isEmpty();
      assertThat(client.ended()).isTrue();
      over.countDown();
      stopping.join();
    } finally {
      over.countDown();
    }
  }

  @Test
  void a_stream_that_began_before_is_not_cut_and_the_next_call_of_its_connection_is_answered()
      throws Exception {
    try (var server = server();
        var client = server.connect()) {
      client.chat("live", true);
      FakePipeline.Live live = server.pipeline.next();
      live.write("data: 1\n\n");
      assertThat(client.head().headers()).doesNotContainKey("connection");
      Thread stopping = Thread.ofVirtual().start(server::drain);
      assertThat(delays.take()).isEqualTo(DELAY);
      live.write("data: [DONE]\n\n");
      live.end();
      assertThat(client.chunk()).isEqualTo("data: 1\n\n");
      assertThat(client.chunk()).isEqualTo("data: [DONE]\n\n");
      assertThat(client.chunk()).isEmpty();
      Reply next = client.chat("whole", false).reply();
      assertThat(next.status()).isEqualTo(200);
      assertThat(next.headers()).containsEntry("connection", "close");
      over.countDown();
      stopping.join();
    } finally {
      over.countDown();
    }
  }

  @Test
  void behind_the_delay_it_drains_as_without_one() throws Exception {
    try (var server = server();
        var running = server.connect();
        var idle = server.connect()) {
      idle.get("/v1/models").reply();
      running.chat("live", false);
      FakePipeline.Live live = server.pipeline.next();
      Thread stopping = Thread.ofVirtual().start(server::drain);
      delays.take();
      over.countDown();
      await()
          .untilAsserted(
              () -> assertThatThrownBy(server::connect).isInstanceOf(ConnectException.class));
      assertThat(idle.chat("whole", false).reply().body()).contains("\"code\":\"draining\"");
      live.write("{}");
      live.end();
      assertThat(running.reply().body()).isEqualTo("{}");
      stopping.join();
    } finally {
      over.countDown();
    }
  }
}
