package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.server.edge.ClientTimeouts;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// Clients that leave, and clients that stay without reading.
class LeavingTest {
  private static final String EVENT = "data: {\"choices\":[]}\n\n";

  /// C4: a call that is not cancelled stays for ever, so that only a failure waits for so long.
  private static final long PATIENCE_S = 60;

  @Test
  void a_client_that_leaves_before_the_first_event_cancels_its_call() throws Exception {
    try (var server = new TestServer()) {
      var client = server.connect();
      client.chat("live", true);
      FakePipeline.Live live = server.pipeline.next();
      client.close();
      assertThat(live.cancelled.await(PATIENCE_S, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void a_client_that_leaves_amid_the_stream_cancels_its_call() throws Exception {
    try (var server = new TestServer()) {
      var client = server.connect();
      client.chat("live", true);
      FakePipeline.Live live = server.pipeline.next();
      live.write(EVENT);
      client.head();
      client.chunk();
      client.close();
      live.write(EVENT);
      assertThat(live.cancelled.await(PATIENCE_S, TimeUnit.SECONDS)).isTrue();
      live.write(EVENT);
    }
  }

  @Test
  void a_client_that_resets_cancels_its_call() throws Exception {
    try (var server = new TestServer()) {
      var client = server.connect();
      client.chat("live", false);
      FakePipeline.Live live = server.pipeline.next();
      client.socket.setSoLinger(true, 0);
      client.close();
      assertThat(live.cancelled.await(PATIENCE_S, TimeUnit.SECONDS)).isTrue();
    }
  }

  /// C5.
  @Test
  void a_client_that_shuts_its_side_has_left() throws Exception {
    try (var server = new TestServer();
        var client = server.connect()) {
      client.chat("live", true);
      FakePipeline.Live live = server.pipeline.next();
      client.socket.shutdownOutput();
      assertThat(live.cancelled.await(PATIENCE_S, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void a_client_that_leaves_amid_its_body_leaves_nothing_behind() throws Exception {
    try (var server = new TestServer()) {
      var client = server.connect();
      client.send(
          "POST /v1/chat/completions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
              + "Content-Length: 100000\r\n\r\n{\"model\":");
      await().until(() -> server.server.memoryUsed() > 0);
      client.close();
      await().until(() -> server.server.memoryUsed() == 0);
    }
  }

  /// C3: the provider is not read while the client does not read, and little is held meanwhile.
  @Test
  void a_client_that_reads_slowly_slows_the_provider_down() throws Exception {
    String event = "data: " + "x".repeat(8 * 1024) + "\n\n";
    try (var server = new TestServer();
        var client = server.connect()) {
      client.chat("live", true);
      FakePipeline.Live live = server.pipeline.next();
      long written = 0;
      while (live.writable()) {
        live.write(event);
        written += event.length();
      }
      assertThat(server.server.unsentBytes()).isBetween(1L, 64L * 1024);
      var resumed = new CountDownLatch(1);
      live.onWritable(resumed::countDown);
      client.head();
      for (long read = 0; read < written; read += event.length()) {
        assertThat(client.chunk()).isEqualTo(event);
      }
      assertThat(resumed.await(PATIENCE_S, TimeUnit.SECONDS)).isTrue();
      assertThat(live.writable()).isTrue();
      live.end();
      assertThat(client.chunk()).isEmpty();
    }
  }

  @Test
  void a_client_that_takes_nothing_is_cut_off() throws Exception {
    try (var server = new TestServer(TestServer.OPEN, stall(Duration.ofMillis(300)));
        var client = server.connect()) {
      client.chat("live", true);
      FakePipeline.Live live = server.pipeline.next();
      fill(live);
      assertThat(live.cancelled.await(PATIENCE_S, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void a_client_that_asks_and_never_reads_is_not_answered_for_ever() throws Exception {
    try (var server = new TestServer(TestServer.OPEN, stall(Duration.ofMillis(300)));
        var client = server.connect()) {
      try {
        for (int i = 0; i < 200_000; i++) {
          client.get("/nowhere");
        }
      } catch (IOException cutOff) {
        return;
      }
      await().until(() -> server.server.connections() == 0);
    }
  }

  private static void fill(FakePipeline.Live live) {
    while (live.writable()) {
      live.write("data: " + "x".repeat(64 * 1024) + "\n\n");
    }
  }

  private static ClientTimeouts stall(Duration stall) {
    ClientTimeouts usual = TestServer.LONG;
    return new ClientTimeouts(
        usual.header(), usual.body(), usual.rateAfter(), stall, usual.idle(), usual.linger());
  }
}
