package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.call.runtime.Clock;
import dev.sluice.server.RawClient.Reply;
import dev.sluice.server.config.ServerConfig;
import dev.sluice.server.edge.ClientTimeouts;
import dev.sluice.testing.LongForm;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// C2: a client that uploads a form at less than 1 KiB/s beside others that upload theirs at once.
/// One loop serves them all.
class SlowFormsTest {
  private static final int OTHERS = LongForm.rounds(50, 5000);
  private static final int ROUNDS = LongForm.rounds(2, 9);
  private static final int LARGE = 4 << 20;
  private static final int SMALL = 500_000;
  private static final int CHUNKED = -1;
  private static final Duration LONG = Duration.ofMinutes(5);
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /// Bytes a second.
  private static final int PACE = 800;

  private static final String PART =
      "--B\r\nContent-Disposition: form-data; name=\"model\"\r\n\r\nwhole\r\n"
          + "--B\r\nContent-Disposition: form-data; name=\"file\"; filename=\"a\"\r\n\r\n";
  private static final String END = "\r\n--B--\r\n";

  /// Clients that have a connection each, and the slow one among them.
  private static final class Clients implements AutoCloseable {
    final TestServer server;
    final RawClient slow;
    private final List<RawClient> others = new ArrayList<>();
    private final String form = head(PART.length() + 5 + END.length()) + PART + "sound" + END;

    /// @param rateAfter after which time the pace of a body is judged
    Clients(Duration rateAfter) throws CannotListen, IOException {
      var config =
          new ServerConfig(TestServer.loopback(), List.of(), LARGE, 2L * LARGE, LONG, LONG, LONG);
      server = new TestServer(config, new ClientTimeouts(LONG, LONG, rateAfter, LONG, LONG, LONG));
      slow = server.connect();
      for (int i = 0; i < OTHERS; i++) {
        others.add(server.connect());
      }
    }

    /// Uploads a form from each of the others, side by side.
    ///
    /// @return how long it took until all were answered, in nanoseconds
    long uploadAll() throws IOException {
      long begun = Clock.SYSTEM.nanos();
      for (RawClient other : others) {
        other.send(form);
      }
      for (RawClient other : others) {
        assertThat(other.reply().status()).isEqualTo(200);
      }
      server.pipeline.calls.clear();
      return Clock.SYSTEM.nanos() - begun;
    }

    @Override
    public void close() throws IOException {
      slow.close();
      for (RawClient other : others) {
        other.close();
      }
      server.close();
    }
  }

  /// @param length of the body; [#CHUNKED] for one that does not say it
  private static String head(int length) {
    String framing = length == CHUNKED ? "Transfer-Encoding: chunked" : "Content-Length: " + length;
    return "POST /v1/audio/transcriptions HTTP/1.1\r\nHost: localhost\r\n"
        + "Content-Type: multipart/form-data; boundary=B\r\n"
        + framing
        + "\r\n\r\n";
  }

  private static String framed(int length, String bytes) {
    return length == CHUNKED
        ? Integer.toHexString(bytes.length()) + "\r\n" + bytes + "\r\n"
        : bytes;
  }

  @ParameterizedTest
  @ValueSource(ints = {SMALL, LARGE, CHUNKED})
  void a_form_below_the_least_rate_is_ended_and_gives_its_memory_back(int length) throws Exception {
    try (var clients = new Clients(Duration.ofSeconds(1))) {
      RawClient slow = clients.slow.send(head(length) + framed(length, PART));
      await().atMost(PATIENCE).until(() -> clients.server.server.memoryUsed() > 0);
      long begun = Clock.SYSTEM.nanos();
      var sent = new AtomicLong();
      await()
          .pollInSameThread()
          .pollDelay(Duration.ZERO)
          .atMost(PATIENCE)
          .until(
              () -> {
                long due = PACE * (Clock.SYSTEM.nanos() - begun) / 1_000_000_000 - sent.get();
                if (due > 0) {
                  slow.send(framed(length, "x".repeat((int) due)));
                  sent.addAndGet(due);
                }
                clients.uploadAll();
                return slow.hears();
              });
      Reply reply = slow.reply();
      assertThat(reply.status()).isEqualTo(408);
      assertThat(reply.body()).contains("\"code\":\"body_timeout\"");
      await().atMost(PATIENCE).until(() -> clients.server.server.memoryUsed() == 0);
      clients.uploadAll();
    }
  }

  /// Each of the others is answered while the slow one is in the midst of its form, between two
  /// bytes of it: there is nothing of it that they could wait for.
  @Test
  void the_others_are_served_with_no_more_delay_than_without_it() throws Exception {
    long[] alone = new long[ROUNDS];
    long[] beside = new long[ROUNDS];
    try (var clients = new Clients(LONG)) {
      clients.uploadAll();
      for (int i = 0; i < ROUNDS; i++) {
        alone[i] = clients.uploadAll();
        clients.slow.send(head(PART.length() + 2 + END.length()) + PART + "x");
        beside[i] = clients.uploadAll();
        assertThat(clients.slow.hears()).isFalse();
        assertThat(clients.slow.send("x" + END).reply().status()).isEqualTo(200);
      }
    }
    if (LongForm.isOn()) {
      assertThat(median(beside)).isLessThan(median(alone) * 3 / 2);
    }
  }

  private static long median(long[] all) {
    return Arrays.stream(all).sorted().skip(all.length / 2).findFirst().orElseThrow();
  }
}
