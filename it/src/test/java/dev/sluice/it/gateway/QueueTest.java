package dev.sluice.it.gateway;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.it.gateway.RawCall.Reply;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Calls that wait for a provider that serves one at a time.
class QueueTest {
  private static final String ANSWER =
      """
      data: {"choices":[{"index":0,"delta":{"content":"x"}}]}

      data: {"choices":[{"index":0,"delta":{},"finish_reason":"stop"}]}

      data: [DONE]

      """;

  private final Semaphore answers = new Semaphore(0);
  private final Semaphore asked = new Semaphore(0);
  private RawUpstream upstream;
  private Rig rig;

  @BeforeEach
  void start() throws IOException {
    upstream = new RawUpstream((_, out) -> answer(out));
    rig =
        Rig.start(
            """
            providers:
              slow: {type: compatible, url: "http://127.0.0.1:%d/v1", allow_private: true, concurrency: 1}
            routes:
              all: {models: ["*"], targets: [{provider: slow, model: m}], queue: {calls: 1}}
            """
                .formatted(upstream.port()));
  }

  @AfterEach
  void everything_is_given_back() throws IOException {
    rig.close();
    upstream.close();
  }

  @Test
  void a_call_waits_for_its_grant_and_learns_how_long() throws IOException {
    RawCall first = ask();
    RawCall second = rig.connect().postChat("m", true);
    awaitWaiting(1);
    Reply refused = rig.chat("m", true);
    assertThat(refused.status()).isEqualTo(429);
    assertThat(refused.field("code")).isEqualTo("queue_full");
    assertThat(Long.parseLong(refused.header("retry-after-ms"))).isPositive();
    answers.release(2);
    assertThat(first.reply().header("x-sluice-queue-ms")).isEqualTo("0");
    Reply waited = second.reply();
    assertThat(waited.status()).isEqualTo(200);
    assertThat(Long.parseLong(waited.header("x-sluice-queue-ms"))).isPositive();
    rig.settleCalls();
    assertThat(rig.metric("sluice_queue_wait_seconds_count", "band=\"normal\"")).isEqualTo(1);
  }

  @Test
  void a_client_that_leaves_while_it_waits_frees_its_place_at_once() throws IOException {
    RawCall first = ask();
    RawCall second = rig.connect().postChat("m", true);
    awaitWaiting(1);
    second.close();
    awaitWaiting(0);
    answers.release();
    assertThat(first.reply().status()).isEqualTo(200);
    assertThat(asked.tryAcquire()).isFalse();
  }

  private RawCall ask() throws IOException {
    RawCall call = rig.connect().postChat("m", true);
    await().until(asked::tryAcquire);
    return call;
  }

  private void awaitWaiting(int calls) {
    await()
        .atMost(Duration.ofSeconds(60))
        .until(() -> rig.metric("sluice_queue_calls", "band=\"normal\"") == calls);
  }

  private void answer(OutputStream out) throws IOException {
    asked.release();
    answers.acquireUninterruptibly();
    out.write(ANSWER.getBytes(US_ASCII));
  }
}
