package dev.sluice.it.gateway;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.Answer;
import dev.sluice.Request;
import dev.sluice.call.request.Operation;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/// A client that reads slowly slows the provider down, and nothing is heaped up in between.
class SlowReaderTest {
  private static final long TOTAL = 64L << 20;

  /// What the operating system may hold on two loopback connections, and a little.
  private static final long HELD_MOST = 32L << 20;

  private static final byte[] EVENT =
      ("data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\""
              + "w".repeat(16_000)
              + "\"}}]}\n\n")
          .getBytes(US_ASCII);
  private static final byte[] DONE =
      "data: {\"choices\":[{\"delta\":{},\"finish_reason\":\"stop\"}]}\n\ndata: [DONE]\n\n"
          .getBytes(US_ASCII);

  private final AtomicLong sent = new AtomicLong();

  @Test
  void the_provider_waits_for_a_client_that_does_not_read() throws Exception {
    try (var upstream = new RawUpstream(this::flood);
        Rig rig = Rig.to(upstream.port());
        RawCall call = new RawCall(rig.serving().address(), 32 * 1024)) {
      call.postChat("m", true).head();
      standsStill();
      long received = 0;
      for (byte[] chunk = call.chunk(); chunk.length > 0; chunk = call.chunk()) {
        received += chunk.length;
      }
      assertThat(received).isEqualTo(sent.get()).isGreaterThan(TOTAL);
    }
  }

  @Test
  void the_provider_waits_for_an_application_that_does_not_read() throws Exception {
    try (var upstream = new RawUpstream(this::flood);
        Rig rig = Rig.to(upstream.port());
        Answer answer =
            rig.serving().gateway().call(Request.of(Operation.CHAT, RawCall.chat("m", true)))) {
      assertThat(answer.status()).isEqualTo(200);
      assertThat(answer.mediaType()).isEqualTo("text/event-stream");
      assertThat(answer.target()).startsWith("sim/");
      standsStill();
      InputStream body = answer.body();
      assertThat(body.skip(Long.MAX_VALUE)).isEqualTo(sent.get()).isGreaterThan(TOTAL);
    }
  }

  @Test
  void an_answer_that_is_closed_cancels_its_call() throws Exception {
    try (var upstream = new RawUpstream(this::flood);
        Rig rig = Rig.to(upstream.port())) {
      Answer answer =
          rig.serving().gateway().call(Request.of(Operation.CHAT, RawCall.chat("m", true)));
      assertThat(answer.body().readNBytes(6)).asString(US_ASCII).isEqualTo("data: ");
      answer.close();
      rig.settle();
      assertThat(sent.get()).isLessThan(TOTAL);
    }
  }

  private void flood(String request, OutputStream out) throws IOException {
    while (sent.get() < TOTAL) {
      out.write(EVENT);
      sent.addAndGet(EVENT.length);
    }
    out.write(DONE);
    sent.addAndGet(DONE.length);
  }

  private void standsStill() {
    var before = new AtomicLong(-1);
    await()
        .pollInterval(Duration.ofMillis(500))
        .atMost(Duration.ofSeconds(20))
        .until(() -> sent.get() > 0 && before.getAndSet(sent.get()) == sent.get());
    System.out.println("taken from the provider, unread: " + (sent.get() >> 10) + " KiB");
    assertThat(sent.get()).isPositive().isLessThan(HELD_MOST);
  }
}
