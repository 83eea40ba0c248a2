package dev.sluice.server;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sluice.api.ApiError;
import dev.sluice.memory.HeapBudget;
import dev.sluice.server.edge.ClientGone;
import dev.sluice.server.edge.Resource;
import dev.sluice.server.edge.ResourceFault;
import dev.sluice.transport.loop.Loops;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Requests that the gateway answers itself, with clients and answers at any pace.
class ResourceTest {
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final int MIB = 1 << 20;

  private final Loops loops = Loops.start(1, Loops.Mode.LOOP);
  private final HeapBudget memory = new HeapBudget(8L * MIB);
  private SluiceServer server;

  /// What answers.
  private volatile Resource resource = (_, reply) -> reply.json("{}");

  @BeforeEach
  void start() throws Exception {
    server =
        SluiceServer.start(
            TestServer.config(List.of(), Duration.ofSeconds(1)),
            Optional.empty(),
            ServerBases.answering(
                loops, memory, (request, reply) -> resource.serve(request, reply)));
  }

  private RawClient connect(Resource answering) throws Exception {
    resource = answering;
    return new RawClient(server.address());
  }

  private static String chunked(String chunks) {
    return "POST /v1/files HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n%s"
        .formatted(chunks);
  }

  @AfterEach
  void stop() throws Exception {
    server.drainAndClose();
    loops.close();
    await().atMost(PATIENCE).untilAsserted(() -> assertThat(memory.used()).isZero());
  }

  @Test
  void a_connection_goes_on_behind_an_answer() throws Exception {
    try (var client =
        connect(
            (request, reply) -> {
              String body = new String(request.whole(100), UTF_8);
              reply.json("{\"said\":\"%s\"}".formatted(request.method() + body));
            })) {
      assertThat(client.post("/v1/files", "one").reply().body()).contains("POSTone");
      assertThat(client.get("/v1/files").reply().body()).contains("GET");
      client.send(chunked("2\r\ntw\r\n1\r\no\r\n0\r\n\r\n"));
      assertThat(client.reply().body()).contains("POSTtwo");
    }
  }

  @Test
  void a_body_that_is_read_whole_is_bounded() throws Exception {
    try (var client = connect((request, reply) -> reply.json("" + request.whole(10).length))) {
      assertThat(client.post("/v1/files", "0123456789").reply().body()).isEqualTo("10");
      RawClient.Reply large = client.post("/v1/files", "0123456789+").reply();
      assertThat(large.status()).isEqualTo(413);
      assertThat(large.body()).contains("body_too_large");
    }
    try (var client = new RawClient(server.address())) {
      client.send(chunked("b\r\n0123456789+\r\n"));
      assertThat(client.reply().status()).isEqualTo(413);
    }
  }

  /// Waits until a number grows no more.
  ///
  /// @return what it has come to
  private static long standing(AtomicLong number) {
    var before = new AtomicLong();
    return await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofSeconds(1))
        .until(number::get, now -> now > 0 && now == before.getAndSet(now));
  }

  @Test
  void what_is_announced_takes_no_memory_and_what_comes_is_set_aside() throws Exception {
    try (var client =
        connect((request, reply) -> reply.json("" + request.whole(Integer.MAX_VALUE).length))) {
      client.send(
          "POST /v1/files HTTP/1.1\r\nHost: localhost\r\nContent-Length: %d\r\n\r\n%s"
              .formatted(Integer.MAX_VALUE, "x".repeat(8_000)));
      await().atMost(PATIENCE).until(() -> memory.used() >= MIB / 2 + 40 * 8_000);
      assertThat(memory.used()).isLessThan(MIB);
    }
  }

  @Test
  void a_body_that_is_read_whole_needs_memory_for_what_is_made_of_it() throws Exception {
    try (var client = connect((request, reply) -> reply.json("" + request.whole(MIB).length))) {
      assertThat(client.post("/v1/files", "x".repeat(10_000)).reply().body()).isEqualTo("10000");
      RawClient.Reply refused = client.post("/v1/files", "x".repeat(300_000)).reply();
      assertThat(refused.status()).isEqualTo(503);
      assertThat(refused.header("retry-after")).isNotEmpty();
    }
  }

  @Test
  void a_body_waits_where_it_is_not_read_and_comes_whole() throws Exception {
    int size = 32 * MIB;
    var reads = new CountDownLatch(1);
    var sent = new AtomicLong();
    try (var client =
        connect(
            (request, reply) -> {
              reads.await();
              byte[] piece = new byte[10_000];
              long sum = 0;
              for (int n = request.read(piece); n >= 0; n = request.read(piece)) {
                sum += n;
              }
              reply.json(Long.toString(sum));
            })) {
      client.send(
          "POST /v1/files HTTP/1.1\r\nHost: localhost\r\nContent-Length: " + size + "\r\n\r\n");
      Thread sender =
          Thread.ofVirtual()
              .start(
                  () -> {
                    byte[] piece = new byte[64 * 1024];
                    try {
                      for (int i = 0; i < size / piece.length; i++) {
                        client.socket.getOutputStream().write(piece);
                        sent.addAndGet(piece.length);
                      }
                    } catch (IOException e) {
                      throw new UncheckedIOException(e);
                    }
                  });
      // What is beyond the gateway's own part is in the buffers of the two sockets.
      assertThat(standing(sent)).isLessThan(size / 2);
      assertThat(memory.used()).isPositive();
      reads.countDown();
      assertThat(client.reply().body()).isEqualTo(Integer.toString(size));
      sender.join();
    }
  }

  @Test
  void a_long_answer_goes_at_the_pace_of_its_client() throws Exception {
    int pieces = 512;
    byte[] piece = new byte[64 * 1024];
    var written = new AtomicLong();
    try (var client =
        connect(
            (request, reply) -> {
              var to =
                  reply.content(
                      200, "text/plain", Map.of("x-a", "b"), (long) pieces * piece.length);
              for (int i = 0; i < pieces; i++) {
                to.write(piece, 0, piece.length);
                written.incrementAndGet();
              }
              to.finish();
            })) {
      client.get("/v1/files");
      RawClient.Reply head = client.head();
      assertThat(head.header("x-a")).isEqualTo("b");
      assertThat(head.header("x-request-id")).isNotEmpty();
      assertThat(head.header("content-length")).isEqualTo(Integer.toString(pieces * piece.length));
      assertThat(standing(written)).isLessThan(pieces / 2);
      byte[] all = client.read(pieces * piece.length);
      assertThat(all).hasSize(pieces * piece.length);
      await().atMost(PATIENCE).untilAsserted(() -> assertThat(written).hasValue(pieces));
      client.get("/v1/files");
      assertThat(client.head().status()).isEqualTo(200);
    }
  }

  @Test
  void long_json_goes_at_the_pace_of_its_client_and_is_set_aside() throws Exception {
    String json = "\"" + "x".repeat(MIB / 2) + "\"";
    var more = new CountDownLatch(1);
    try (var client =
        connect(
            (_, reply) -> {
              reply.json(json);
              more.await();
            })) {
      client.get("/v1/files");
      RawClient.Reply reply = client.reply();
      assertThat(reply.header("content-type")).isEqualTo("application/json");
      assertThat(reply.body()).isEqualTo(json);
      assertThat(memory.used()).isGreaterThan(MIB);
      more.countDown();
      assertThat(client.get("/v1/files").reply().body()).isEqualTo(json);
    }
    try (var client = connect((_, reply) -> reply.json(json.repeat(4)))) {
      assertThat(client.get("/v1/files").reply().status()).isEqualTo(503);
    }
  }

  @Test
  void a_team_has_so_many_requests_under_way_at_most() throws Exception {
    int most = 32;
    var begun = new CountDownLatch(most);
    var ends = new CountDownLatch(1);
    List<RawClient> clients = new ArrayList<>();
    try (var client =
        connect(
            (_, reply) -> {
              begun.countDown();
              ends.await();
              reply.json("{}");
            })) {
      for (int i = 0; i < most; i++) {
        clients.add(new RawClient(server.address()).get("/v1/files"));
      }
      assertThat(begun.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
      RawClient.Reply refused = client.get("/v1/files").reply();
      assertThat(refused.status()).isEqualTo(429);
      assertThat(refused.body()).contains("\"code\":\"too_many_requests\"", "32 requests");
      assertThat(refused.header("retry-after")).isNotEmpty();
      ends.countDown();
      for (RawClient one : clients) {
        assertThat(one.reply().status()).isEqualTo(200);
      }
      await().atMost(PATIENCE).until(() -> client.get("/v1/files").reply().status() == 200);
    } finally {
      for (RawClient one : clients) {
        one.close();
      }
    }
  }

  @Test
  void an_answer_that_breaks_off_is_never_taken_for_the_whole() throws Exception {
    try (var client =
        connect(
            (request, reply) -> {
              reply.content(200, "text/plain", Map.of(), 100).write(new byte[50], 0, 50);
              throw new ResourceFault(ApiError.request(500, "x", "the disk is gone"));
            })) {
      client.get("/v1/files");
      assertThatThrownBy(client::reply).isInstanceOf(IOException.class);
    }
  }

  @Test
  void a_fault_is_told_and_a_bug_is_500() throws Exception {
    try (var client =
        connect(
            (request, reply) -> {
              if (request.method().equals("GET")) {
                throw new ResourceFault(ApiError.request(418, "teapot", "no"));
              }
            })) {
      RawClient.Reply told = client.get("/v1/files").reply();
      assertThat(told.status()).isEqualTo(418);
      assertThat(told.body()).contains("\"code\":\"teapot\"");
      assertThat(client.post("/v1/files", "x").reply().status()).isEqualTo(500);
    }
  }

  @Test
  void an_error_ends_its_request_as_a_bug_does() throws Exception {
    try (var client =
        connect(
            (request, reply) -> {
              if (request.method().equals("POST")) {
                throw new StackOverflowError("too deep");
              }
              reply.content(200, "text/plain", Map.of(), 100).write(new byte[50], 0, 50);
              throw new OutOfMemoryError("no memory for buffers");
            })) {
      assertThat(client.post("/v1/files", "x").reply().status()).isEqualTo(500);
      client.get("/v1/files");
      assertThatThrownBy(client::reply).isInstanceOf(IOException.class);
    }
    try (var client =
        connect(
            (_, _) -> {
              throw new OutOfMemoryError("no memory for buffers");
            })) {
      assertThat(client.get("/v1/files").reply().status()).isEqualTo(503);
    }
  }

  @Test
  void a_client_that_leaves_ends_what_waits_for_its_body() throws Exception {
    var ended = new CompletableFuture<Integer>();
    try (var client =
        connect(
            (request, _) -> {
              try {
                byte[] piece = new byte[10];
                int read = request.read(piece);
                ended.complete(request.read(piece) + read);
              } catch (ClientGone gone) {
                ended.completeExceptionally(gone);
                throw gone;
              }
            })) {
      client.send("POST /v1/files HTTP/1.1\r\nHost: localhost\r\nContent-Length: 1000\r\n\r\nsome");
    }
    assertThatThrownBy(() -> ended.get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(ClientGone.class);
  }

  @Test
  void a_client_that_leaves_ends_what_is_written_to_it() throws Exception {
    var ended = new CompletableFuture<Integer>();
    try (var client =
        connect(
            (_, reply) -> {
              try {
                var to = reply.content(200, "text/plain", Map.of(), Long.MAX_VALUE);
                while (true) {
                  to.write(new byte[64 * 1024], 0, 64 * 1024);
                }
              } catch (ClientGone gone) {
                ended.completeExceptionally(gone);
                throw gone;
              }
            })) {
      client.get("/v1/files");
      assertThat(client.head().status()).isEqualTo(200);
    }
    assertThatThrownBy(() -> ended.get(PATIENCE.toSeconds(), TimeUnit.SECONDS))
        .isInstanceOf(ExecutionException.class)
        .hasCauseInstanceOf(ClientGone.class);
  }
}
