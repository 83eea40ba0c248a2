package dev.sluice.server;

import static dev.sluice.server.RawHttp2Client.DATA;
import static dev.sluice.server.RawHttp2Client.END_HEADERS;
import static dev.sluice.server.RawHttp2Client.END_STREAM;
import static dev.sluice.server.RawHttp2Client.HEADERS;
import static dev.sluice.server.RawHttp2Client.PING;
import static dev.sluice.server.RawHttp2Client.RST_STREAM;
import static dev.sluice.server.RawHttp2Client.block;
import static dev.sluice.server.RawHttp2Client.head;
import static dev.sluice.server.RawHttp2Client.setting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sluice.memory.HeapBudget;
import dev.sluice.server.config.Http2Config;
import dev.sluice.server.edge.ClientGone;
import dev.sluice.server.edge.ClientTimeouts;
import dev.sluice.server.edge.Resource;
import dev.sluice.transport.loop.Loops;
import java.io.ByteArrayOutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Answers of the gateway's own that begin before their requests have ended.
class EarlyAnswerTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration SHORT = Duration.ofMillis(300);
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final int INITIAL_WINDOW = 4;
  private static final int PIECE = 64 * 1024;

  private final Loops loops = Loops.start(1, Loops.Mode.LOOP);
  private final HeapBudget memory = new HeapBudget(1 << 20);
  private @Nullable SluiceServer server;

  private RawHttp2Client connect(ClientTimeouts timeouts, Resource answering) throws Exception {
    SluiceServer started =
        SluiceServer.start(
            TestServer.config(List.of(), Duration.ofSeconds(1))
                .speaking(new Http2Config(false, true)),
            Optional.empty(),
            ServerBases.answering(loops, memory, answering),
            timeouts,
            _ -> {});
    server = started;
    return new RawHttp2Client(started.address(), false);
  }

  private static byte[] request(String method, String length) {
    var request = new ByteArrayOutputStream();
    request.writeBytes(head(method, "/v1/files"));
    request.writeBytes(block("content-length", length));
    return request.toByteArray();
  }

  @AfterEach
  void stop() throws Exception {
    Objects.requireNonNull(server).drainAndClose();
    loops.close();
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(memory.used()).isZero());
  }

  @Test
  void a_client_that_takes_nothing_is_given_up_although_its_request_ends_meanwhile()
      throws Exception {
    var written = new AtomicLong();
    var ended = new CompletableFuture<Integer>();
    try (var client =
        connect(
            new ClientTimeouts(LONG, LONG, LONG, SHORT, LONG, SHORT),
            (_, reply) -> {
              try {
                var to = reply.content(200, "text/plain", Map.of(), Long.MAX_VALUE);
                while (true) {
                  to.write(new byte[PIECE], 0, PIECE);
                  written.incrementAndGet();
                }
              } catch (ClientGone gone) {
                ended.completeExceptionally(gone);
                throw gone;
              }
            })) {
      client.greet(setting(INITIAL_WINDOW, 0));
      client.frame(HEADERS, END_HEADERS, 1, request("GET", "0"));
      assertThat(client.headers(client.next(HEADERS)).status()).hasToString("200");
      await().atMost(PATIENCE).until(() -> written.get() >= 1);
      client.frame(PING, 0, 0, new byte[8]);
      RawHttp2Client.Frame said = client.read();
      while (said.type() != PING && said.type() != RST_STREAM) {
        said = client.read();
      }
      // A busy machine may have given it up by now.
      if (said.type() == PING) {
        client.frame(DATA, END_STREAM, 1, new byte[0]);
        said = client.next(RST_STREAM);
      }
      assertThat(said.stream()).isEqualTo(1);
    }
    assertThatThrownBy(() -> ended.get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(ClientGone.class);
  }

  @Test
  void a_body_that_stops_behind_the_head_of_its_answer_breaks_that_off() throws Exception {
    try (var client =
        connect(
            new ClientTimeouts(LONG, SHORT, LONG, LONG, LONG, SHORT),
            (request, reply) -> {
              reply.content(200, "text/plain", Map.of(), 100).write(new byte[50], 0, 50);
              byte[] piece = new byte[10];
              while (request.read(piece) >= 0) {
                // The body stops, and does not end.
              }
            })) {
      client.greet(new byte[0]);
      client.frame(HEADERS, END_HEADERS, 1, request("POST", "1000"));
      client.frame(DATA, 0, 1, new byte[3]);
      RawHttp2Client.Reply reply = client.reply(1);
      assertThat(reply.status()).isEqualTo(200);
      assertThat(reply.body()).hasSize(50);
      assertThat(reply.reset()).isNotNegative();
    }
  }
}
