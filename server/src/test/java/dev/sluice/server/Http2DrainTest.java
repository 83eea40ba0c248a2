package dev.sluice.server;

import static dev.sluice.server.RawHttp2Client.CANCEL;
import static dev.sluice.server.RawHttp2Client.END_HEADERS;
import static dev.sluice.server.RawHttp2Client.GOAWAY;
import static dev.sluice.server.RawHttp2Client.HEADERS;
import static dev.sluice.server.RawHttp2Client.NO_ERROR;
import static dev.sluice.server.RawHttp2Client.callBlock;
import static dev.sluice.server.RawHttp2Client.number;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.config.provider.Secret;
import dev.sluice.server.RawHttp2Client.Frame;
import dev.sluice.server.RawHttp2Client.Reply;
import dev.sluice.server.client.ClientKey;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// P1 over HTTP/2: clients are asked to leave, and streams may finish.
class Http2DrainTest {
  private static final String EVENT = "data: {\"choices\":[]}\n\n";

  @Test
  void a_server_that_stops_says_so_at_once_and_lets_streams_finish() throws Exception {
    try (var server = TestServer.h2c(TestServer.LONG);
        var client = new RawHttp2Client(server.server.address())) {
      client.chat(1, "live", true);
      FakePipeline.Live live = server.pipeline.next();
      live.write(EVENT);
      Thread draining = Thread.ofVirtual().start(server::drain);
      Frame first = client.next(GOAWAY);
      assertThat(first.error()).isEqualTo(NO_ERROR);
      assertThat(first.payload()).startsWith(number(Integer.MAX_VALUE));

      // What was under way to the server when it said so is answered.
      Reply rejected = client.chat(3, "whole", false).reply(3);
      assertThat(rejected.status()).isEqualTo(503);
      assertThat(rejected.body()).contains("\"code\":\"draining\"");
      assertThat(rejected.header("x-should-retry")).isEqualTo("true");

      live.write("data: [DONE]\n\n");
      live.end();
      assertThat(client.reply(1).body()).isEqualTo("data: [DONE]\n\n");
      Frame last = client.next(GOAWAY);
      assertThat(last.payload()).startsWith(number(3));
      assertThat(client.ended()).isTrue();
      draining.join();
    }
  }

  @Test
  void connections_without_streams_do_not_hold_it_up() throws Exception {
    try (var server = TestServer.h2c(TestServer.LONG);
        var client = new RawHttp2Client(server.server.address());
        var begun = new RawHttp2Client(server.server.address())) {
      client.get(1, "/v1/models").reply(1);
      begun.frame(HEADERS, END_HEADERS, 1, callBlock());
      await().until(() -> server.server.streams() == 1);
      assertThat(CompletableFuture.runAsync(server::drain)).succeedsWithin(Duration.ofMinutes(1));
      assertThat(client.ended()).isTrue();
      assertThat(begun.ended()).isTrue();
    }
  }

  @Test
  void what_does_not_finish_in_time_is_told_so() throws Exception {
    try (var server = TestServer.h2c(Duration.ofMillis(200), TestServer.LONG);
        var client = new RawHttp2Client(server.server.address())) {
      client.chat(1, "live", true);
      server.pipeline.next().write(EVENT);
      server.drain();
      assertThat(client.reply(1).body()).contains("\"code\":\"draining\"");
    }
  }

  @Test
  void the_streams_of_a_key_that_was_revoked_are_reset_and_no_others() throws Exception {
    ClientKey[] keys =
        ClientKey.plain(List.of(new Secret("first"), new Secret("second")))
            .toArray(ClientKey[]::new);
    try (var server = TestServer.h2c(Duration.ofSeconds(5), TestServer.LONG, keys);
        var client = new RawHttp2Client(server.server.address())) {
      client.chat(1, "live", true, "authorization", "Bearer first");
      FakePipeline.Live first = server.pipeline.next();
      client.chat(3, "live", true, "authorization", "Bearer second");
      FakePipeline.Live second = server.pipeline.next();
      server.server.cut(Set.of(first.call.hints().caller()));
      assertThat(first.cancelled.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(client.reply(1).reset()).isEqualTo(CANCEL);
      second.write(EVENT);
      second.end();
      assertThat(client.reply(3).body()).isEqualTo(EVENT);
    }
  }

  @Test
  void for_the_delay_clients_are_asked_to_leave_and_served() throws Exception {
    var over = new CountDownLatch(1);
    try (var server = new TestServer(Duration.ofSeconds(7), _ -> over.await());
        var client = new RawHttp2Client(server.server.address())) {
      client.get(1, "/v1/models").reply(1);
      Thread stopping = Thread.ofVirtual().start(server::drain);
      assertThat(client.next(GOAWAY).payload()).startsWith(number(Integer.MAX_VALUE));
      assertThat(client.chat(3, "whole", false).reply(3).status()).isEqualTo(200);
      try (var fresh = new RawHttp2Client(server.server.address())) {
        fresh.chat(1, "live", false);
        FakePipeline.Live live = server.pipeline.next();
        assertThat(fresh.next(GOAWAY).payload()).startsWith(number(Integer.MAX_VALUE));
        live.write("{}");
        live.end();
        assertThat(fresh.reply(1).body()).isEqualTo("{}");
      }
      over.countDown();
      stopping.join();
    } finally {
      over.countDown();
    }
  }
}
