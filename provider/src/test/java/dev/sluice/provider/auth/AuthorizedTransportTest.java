package dev.sluice.provider.auth;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Answered;
import dev.sluice.call.Failed;
import dev.sluice.call.Outcome;
import dev.sluice.call.answer.AttemptInfo;
import dev.sluice.call.runtime.Clock;
import dev.sluice.call.runtime.PlatformThreads;
import dev.sluice.call.runtime.WorkerPool;
import dev.sluice.config.provider.Secret;
import dev.sluice.config.provider.WayOut;
import dev.sluice.transport.FakeServer;
import dev.sluice.transport.RecordingSink;
import dev.sluice.transport.Rig;
import dev.sluice.transport.WireRequest;
import dev.sluice.transport.loop.Loops.Mode;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Requests that are refused, over real sockets.
@Timeout(60)
class AuthorizedTransportTest {
  private static final String OK = "HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok";
  private static final String TOKEN = "MARKERTOKEN" + "t".repeat(400);

  private final Rig rig = new Rig(Mode.LOOP);
  private final PlatformThreads pool = new PlatformThreads(1);
  private final CredentialClock clock = new CredentialClock(Clock.SYSTEM);
  private final AtomicInteger fetched = new AtomicInteger();

  @AfterEach
  void end() {
    pool.close();
    rig.close();
  }

  private AwsKeys keys() {
    return new AwsKeys(
        new Secret("MARKERID" + fetched.incrementAndGet()),
        new Secret("MARKERSECRET"),
        Optional.of(new Secret(TOKEN)));
  }

  private static <C> Issued<C> hour(C credential) {
    return new Issued<>(credential, Instant.now().plusSeconds(3600));
  }

  private <C> CredentialCell<C> cell(CredentialSource<C> source) {
    var means = new TransportIo.Means(rig.transport, rig.loop, pool, Clock.SYSTEM);
    var io = new TransportIo(means, WayOut.DIRECT, false, clock);
    return new CredentialCell<>(
        source,
        io,
        clock,
        task -> {
          var _ = rig.loop.start("fetch", task);
        },
        _ -> {});
  }

  private AuthorizedTransport signing(CredentialSource<AwsKeys> source) {
    var signer = new SigV4("us-east-1", "bedrock");
    return new AuthorizedTransport(
        rig.transport, new SigningAuthorizer(cell(source), signer, clock, pool), "a test");
  }

  private AuthorizedTransport signing() {
    return signing(_ -> hour(keys()));
  }

  private CompletableFuture<Outcome> start(
      AuthorizedTransport transport, FakeServer server, AttemptInfo attempt, RecordingSink sink) {
    return start(transport, rig.post(server.origin(), "{}"), attempt, sink);
  }

  private CompletableFuture<Outcome> start(
      AuthorizedTransport transport, WireRequest request, AttemptInfo attempt, RecordingSink sink) {
    var outcome = new CompletableFuture<Outcome>();
    var _ =
        rig.loop.start(
            "call",
            () -> {
              try {
                outcome.complete(transport.exchange(attempt, request, rig.loop, sink));
              } catch (InterruptedException | RuntimeException | Error e) {
                outcome.completeExceptionally(e);
              }
            });
    return outcome;
  }

  private RecordingSink answered(AuthorizedTransport transport, FakeServer server) {
    var sink = new RecordingSink();
    assertThat(start(transport, server, Rig.attempt(), sink).join()).isEqualTo(new Answered());
    return sink;
  }

  private static String answer(String status, String headers, String body) {
    return "HTTP/1.1 %s\r\n%scontent-length: %d\r\n\r\n%s"
        .formatted(status, headers, body.length(), body);
  }

  @Test
  void the_request_is_let_go_when_its_answer_begins() throws Exception {
    var more = new CountDownLatch(1);
    String head = "HTTP/1.1 200 OK\r\ncontent-length: 4\r\n\r\nok";
    try (FakeServer server =
        FakeServer.start(
            peer -> {
              var _ = peer.request();
              peer.write(head);
              more.await();
              peer.write("ok");
            })) {
      ByteBuf body = Unpooled.copiedBuffer("{}", StandardCharsets.UTF_8);
      var sink = new RecordingSink();
      var outcome = start(signing(), rig.post(server.origin(), body), Rig.attempt(), sink);
      assertThat(sink.head).succeedsWithin(Duration.ofSeconds(30));
      assertThat(body.refCnt()).isZero();
      more.countDown();
      assertThat(outcome.join()).isEqualTo(new Answered());
    }
  }

  @Test
  void what_a_client_has_written_does_not_doubt_a_credential() throws Exception {
    String echo = "{\"error\":{\"code\":\"bad\",\"message\":\"no tool ExpiredToken\"}}";
    try (FakeServer server = FakeServer.answering(answer("400 Bad", "", echo))) {
      assertThat(answered(signing(), server).body()).isEqualTo(echo);
      assertThat(server.served().requests()).hasSize(1);
      assertThat(fetched).hasValue(1);
    }
  }

  @Test
  void the_words_of_aws_mean_nothing_for_a_token() throws Exception {
    String type = "x-amzn-errortype: ExpiredTokenException\r\n";
    CredentialCell<AccessToken> cell =
        cell(_ -> hour(new AccessToken(new Secret("token" + fetched.incrementAndGet()), Map.of())));
    var transport = new AuthorizedTransport(rig.transport, new BearerAuthorizer(cell), "a test");
    try (FakeServer server = FakeServer.answering(answer("403 No", type, "{}"))) {
      answered(transport, server);
      assertThat(fetched).hasValue(1);
    }
    try (FakeServer server = FakeServer.answering(answer("401 No", "", "{}"))) {
      answered(transport, server);
      assertThat(fetched).hasValue(2);
    }
  }

  @Test
  void each_call_that_was_dated_wrongly_is_sent_again() throws Exception {
    var asked = new AtomicInteger();
    var both = new CountDownLatch(2);
    try (FakeServer server =
        FakeServer.start(
            peer -> {
              while (!peer.request().isEmpty()) {
                if (asked.incrementAndGet() > 2) {
                  peer.write(OK);
                } else {
                  both.countDown();
                  both.await();
                  peer.write(skewed());
                }
              }
            })) {
      AuthorizedTransport transport = signing();
      var one = new RecordingSink();
      var other = new RecordingSink();
      var first = start(transport, server, Rig.attempt(), one);
      var second = start(transport, server, Rig.attempt(), other);
      assertThat(first.join()).isEqualTo(second.join()).isEqualTo(new Answered());
      assertThat(one.body() + other.body()).isEqualTo("okok");
    }
    assertThat(clock.slow()).isBetween(3_500_000L, 3_700_000L);
    assertThat(fetched).as("the keys were not at fault").hasValue(1);
  }

  @Test
  void a_body_is_hashed_once_however_often_its_request_is_signed() throws Exception {
    var hashed = new AtomicInteger();
    WorkerPool counting =
        new WorkerPool() {
          @Override
          public <T> T call(Callable<T> work) throws InterruptedException {
            hashed.incrementAndGet();
            return pool.call(work);
          }
        };
    var authorizer =
        new SigningAuthorizer(
            cell(_ -> hour(keys())), new SigV4("us-east-1", "bedrock"), clock, counting);
    var transport = new AuthorizedTransport(rig.transport, authorizer, "a test");
    String body = "{\"text\":\"%s\"}".formatted("x".repeat(WorkerPool.LOOP_MAX));
    String hash = SigV4.hash(ByteBuffer.wrap(body.getBytes(StandardCharsets.UTF_8)));
    try (FakeServer server =
        FakeServer.start(
            peer -> {
              peer.request();
              peer.write(answer("403 No", "x-amzn-errortype: ExpiredToken\r\n", "{}"));
              peer.request();
              peer.write(OK);
              peer.awaitClose();
            })) {
      var sink = new RecordingSink();
      assertThat(start(transport, rig.post(server.origin(), body), Rig.attempt(), sink).join())
          .isEqualTo(new Answered());
      assertThat(server.served().requests())
          .hasSize(2)
          .allSatisfy(sent -> assertThat(sent).contains("x-amz-content-sha256: " + hash));
    }
    assertThat(fetched).as("keys, since the first ones were refused").hasValue(2);
    assertThat(hashed).hasValue(1);
  }

  private static String skewed() {
    String date =
        DateTimeFormatter.RFC_1123_DATE_TIME.format(
            Instant.now().plusSeconds(3600).atOffset(ZoneOffset.UTC));
    return answer("403 No", "date: " + date + "\r\n", "{\"code\":\"RequestTimeTooSkewed\"}");
  }

  @Test
  void what_ends_an_attempt_within_a_renewal_is_its_outcome() throws Exception {
    var late = new Failed.TimedOut(Failed.Phase.FIRST_TOKEN, Duration.ofSeconds(1));
    var renewing = new CompletableFuture<Void>();
    var released = new CompletableFuture<Void>();
    AuthorizedTransport transport =
        signing(
            _ -> {
              if (fetched.get() > 0) {
                renewing.complete(null);
                released.join();
              }
              return hour(keys());
            });
    try (FakeServer server = FakeServer.answering(answer("401 No", "", "{}"))) {
      AttemptInfo attempt = Rig.attempt();
      var sink = new RecordingSink();
      CompletableFuture<Outcome> outcome = start(transport, server, attempt, sink);
      renewing.join();
      rig.loop.execute(() -> attempt.abort(late));
      assertThat(outcome.join()).isEqualTo(late);
      assertThat(sink.events).noneMatch(event -> event.startsWith("head"));
      released.complete(null);
    }
  }

  @Test
  void nothing_of_a_request_that_an_answer_repeats_is_shown() throws Exception {
    for (String status : new String[] {"200 OK", "400 Bad"}) {
      try (FakeServer server = FakeServer.start(peer -> repeat(peer, status))) {
        RecordingSink sink = answered(signing(), server);
        Map<String, String> headers = sink.head.join().headers();
        String shown =
            headers.get("x-request-id")
                + headers.entrySet()
                + (status.startsWith("4") ? sink.body() : "");
        assertThat(shown)
            .contains("Signature=***")
            .doesNotContain("MARKERID")
            .doesNotContain("MARKERTOKEN")
            .doesNotContainPattern("[0-9a-f]{64}");
      }
    }
  }

  private static void repeat(FakeServer.Peer peer, String status) throws IOException {
    while (true) {
      String request = peer.request();
      if (request.isEmpty()) {
        return;
      }
      String authorization =
          request.lines().filter(l -> l.startsWith("authorization: ")).findFirst().orElseThrow();
      String said = authorization.substring("authorization: ".length());
      String headers = "x-request-id: %s\r\nx-token: %s\r\n".formatted(said, TOKEN);
      peer.write(answer(status, headers, "{\"message\":\"%s\"}".formatted(said)));
    }
  }

  @Test
  void a_query_is_sent_as_it_is_signed() throws Exception {
    try (FakeServer server = FakeServer.answering(OK)) {
      var plain = rig.post(server.origin(), "{}");
      var asked =
          new WireRequest(
              plain.origin(), "GET", "/v1/r?after=a%2fb&x=%zz", plain.headers(), plain.body());
      start(signing(), asked, Rig.attempt(), new RecordingSink()).join();
      assertThat(server.served().requests().getFirst())
          .startsWith("GET /v1/r?after=a%2Fb&x=%25zz HTTP/1.1\r\n");
    }
  }

  @Test
  void an_error_without_end_is_left_and_a_secret_at_its_cut_not_shown() throws Exception {
    String start = "{\"message\":\"";
    int most = 64 * 1024;
    String filled = start + "x".repeat(most - start.length() - 7) + "MARKERT";
    try (FakeServer server =
        FakeServer.start(
            peer -> {
              peer.request();
              peer.write("HTTP/1.1 400 Bad\r\ncontent-length: 99999999\r\n\r\n" + filled);
              peer.write(TOKEN.substring(7));
              peer.awaitClose();
            })) {
      assertThat(answered(signing(), server).body())
          .startsWith(start)
          .hasSize(most - TOKEN.length());
    }
  }
}
