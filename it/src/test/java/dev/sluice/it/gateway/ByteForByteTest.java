package dev.sluice.it.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.testing.LongForm;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class ByteForByteTest {
  private static final int EVENTS = LongForm.rounds(200_000, 1_000_000);

  /// The largest write of each stream; the smallest is one byte.
  private static final List<Integer> CUTS =
      List.of(40, 150, 600, 1_500, 4_000, 9_000, 30_000, 90_000);

  private static final int EACH = EVENTS / CUTS.size();

  @Test
  void events_cut_at_random_byte_boundaries_arrive_byte_for_byte() throws Exception {
    try (var upstream = new RawUpstream(ByteForByteTest::stream);
        Rig rig = Rig.to(upstream.port());
        var clients = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Callable<Long>> calls = new ArrayList<>();
      for (int i = 0; i < CUTS.size(); i++) {
        int number = i;
        calls.add(() -> compare(rig, number));
      }
      long bytes = 0;
      for (Future<Long> call : clients.invokeAll(calls)) {
        bytes += call.get();
      }
      assertThat(bytes).isGreaterThan(EVENTS * 50L);
    }
  }

  /// Answers `stream-N` with the N-th stream.
  private static void stream(String request, OutputStream out) throws IOException {
    int number = request.charAt(request.indexOf("stream-") + "stream-".length()) - '0';
    var events = new SeededEvents(number, EACH);
    RandomGenerator random = new SplittableRandom(~number);
    int most = CUTS.get(number);
    var waiting = new ByteArrayOutputStream();
    for (byte[] event = events.next(); event != null; event = events.next()) {
      waiting.writeBytes(event);
      if (waiting.size() > most) {
        cut(waiting, most, random, out);
      }
    }
    waiting.writeTo(out);
  }

  /// Writes all but a rest, which may be the beginning of an event.
  private static void cut(
      ByteArrayOutputStream waiting, int most, RandomGenerator random, OutputStream out)
      throws IOException {
    byte[] bytes = waiting.toByteArray();
    int at = 0;
    while (bytes.length - at > most) {
      int length = random.nextInt(1, most + 1);
      out.write(bytes, at, length);
      at += length;
    }
    waiting.reset();
    waiting.write(bytes, at, bytes.length - at);
  }

  /// Compares a stream with what it must be, as it comes.
  ///
  /// @return how long it was
  private static long compare(Rig rig, int number) throws IOException {
    var expected = new SeededEvents(number, EACH);
    byte[] event = expected.next();
    int at = 0;
    long total = 0;
    try (RawCall call = rig.connect()) {
      assertThat(call.postChat("stream-" + number, true).head().status()).isEqualTo(200);
      for (byte[] chunk = call.chunk(); chunk.length > 0; chunk = call.chunk()) {
        int from = 0;
        while (from < chunk.length) {
          assertThat(event).as("the stream goes on after its end").isNotNull();
          int length = Math.min(event.length - at, chunk.length - from);
          if (!Arrays.equals(event, at, at + length, chunk, from, from + length)) {
            throw new AssertionError("stream %d differs near byte %d".formatted(number, total));
          }
          from += length;
          at += length;
          total += length;
          if (at == event.length) {
            event = expected.next();
            at = 0;
          }
        }
      }
    }
    assertThat(event).as("the stream lacks its end").isNull();
    return total;
  }
}
