package dev.sluice.call.answer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Answered;
import dev.sluice.call.Call;
import dev.sluice.call.Calls;
import dev.sluice.call.Failed;
import dev.sluice.call.Head;
import dev.sluice.call.Outcome;
import dev.sluice.call.RecordingExit;
import dev.sluice.call.Usage;
import dev.sluice.call.request.Cacheability;
import dev.sluice.call.request.Operation;
import dev.sluice.call.request.PricedExtras;
import dev.sluice.call.request.RequestFacts;
import dev.sluice.call.request.Streaming;
import dev.sluice.call.runtime.Body;
import dev.sluice.call.runtime.Clock;
import dev.sluice.call.runtime.Deadline;
import dev.sluice.call.runtime.VirtualLoop;
import dev.sluice.testing.Leaks;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class BufferedAnswerWriterTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private final VirtualLoop loop = new VirtualLoop();
  private final RecordingExit exit = new RecordingExit();
  private final CompletableFuture<Outcome> became = new CompletableFuture<>();

  @BeforeAll
  static void watch() {
    Leaks.watch();
  }

  @AfterAll
  static void nothing_is_lost() {
    Leaks.assertNone();
  }

  @Test
  void it_is_written_no_faster_than_the_client_reads() throws InterruptedException {
    exit.writable = false;
    Thread caller = listen(stream("one ", "two"));
    assertThat(exit.events()).doesNotContain("two", "finish");
    readOn();
    caller.join();
    assertThat(exit.events()).containsSubsequence("one ", "two").endsWith("finish");
    assertThat(became).isCompletedWithValue(new Answered());
  }

  @Test
  void who_leaves_while_it_is_written_gets_no_more_of_it() throws InterruptedException {
    exit.writable = false;
    Thread caller = listen(stream("one ", "two"));
    caller.interrupt();
    caller.join();
    readOn();
    assertThat(exit.events()).doesNotContain("two", "finish");
    assertThat(became).isCancelled();
  }

  @Test
  void who_does_not_read_is_let_go_at_its_deadline() throws InterruptedException {
    exit.writable = false;
    Outcome outcome = play(stream("one ", "two"), committing(), Duration.ofMillis(1));
    assertThat(outcome).isEqualTo(new Failed.TimedOut(Failed.Phase.DEADLINE, HOUR));
    readOn();
    assertThat(exit.events()).doesNotContain("two", "finish");
  }

  @Test
  void a_whole_answer_is_written_in_pieces() throws InterruptedException {
    List<Integer> sizes = sizes(whole("application/json", "x".repeat(200_000)));
    assertThat(sizes).containsExactly(65_536, 65_536, 65_536, 3_392);
  }

  @Test
  void an_event_is_not_cut() throws InterruptedException {
    assertThat(sizes(stream("x".repeat(200_000), "y"))).containsExactly(200_000, 1);
  }

  /// How much is written at once, if the client cannot be written to.
  private List<Integer> sizes(BufferedAnswer answer) throws InterruptedException {
    List<Integer> sizes = new ArrayList<>();
    var sink =
        new ForwardingSink(committing()) {
          @Override
          public void body(ByteBuf bytes) {
            sizes.add(bytes.isReadOnly() ? bytes.readableBytes() : -1);
            next.body(bytes);
          }
        };
    assertThat(play(answer, sink, HOUR)).isEqualTo(new Answered());
    return sizes;
  }

  private static BufferedAnswer stream(String... parts) {
    return whole("text/event-stream", parts);
  }

  private static BufferedAnswer whole(String type, String... parts) {
    List<byte[]> bytes = Stream.of(parts).map(part -> part.getBytes(UTF_8)).toList();
    return new BufferedAnswer(new Head(200, Map.of("content-type", type)), bytes, Usage.NONE);
  }

  private Sink committing() {
    return new CommitPoint(exit, true, Clock.SYSTEM);
  }

  private Outcome play(BufferedAnswer answer, Sink sink, Duration patience)
      throws InterruptedException {
    return new BufferedAnswerWriter(call(), sink, answer).run(patience);
  }

  /// Writes it in a thread of its own, and returns once its client does not take any more.
  private Thread listen(BufferedAnswer answer) {
    Thread caller = loop.start("caller", () -> become(answer));
    while (exit.resume == null) {
      Thread.onSpinWait();
    }
    return caller;
  }

  private void become(BufferedAnswer answer) {
    try {
      became.complete(play(answer, committing(), HOUR));
    } catch (InterruptedException left) {
      became.cancel(false);
    }
  }

  private void readOn() {
    exit.writable = true;
    loop.execute(Objects.requireNonNull(exit.resume));
  }

  private Call call() {
    var facts =
        new RequestFacts(
            "m",
            0,
            0,
            true,
            false,
            OptionalLong.empty(),
            false,
            Streaming.UNSAID,
            Cacheability.ALWAYS,
            RequestFacts.Attached.NONE,
            false,
            RequestFacts.State.NONE,
            1,
            PricedExtras.NONE,
            RequestFacts.Cloud.NONE);
    return new Call(
        "c",
        Operation.CHAT,
        facts,
        new Body(Calls.utf8("{}"), () -> {}),
        Map.of(),
        loop.nanos(),
        Deadline.in(HOUR, loop.nanos()),
        loop);
  }
}
