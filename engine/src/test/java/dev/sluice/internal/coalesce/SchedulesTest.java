package dev.sluice.internal.coalesce;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.call.Answered;
import dev.sluice.call.Call;
import dev.sluice.call.Calls;
import dev.sluice.call.Failed;
import dev.sluice.call.Head;
import dev.sluice.call.Outcome;
import dev.sluice.call.TestFeed;
import dev.sluice.call.answer.AttemptHistory;
import dev.sluice.call.answer.ClientResponse;
import dev.sluice.call.answer.Progress;
import dev.sluice.call.answer.Sink;
import dev.sluice.call.pipeline.CallHandle;
import dev.sluice.call.pipeline.Observer;
import dev.sluice.call.pipeline.Service;
import dev.sluice.call.request.Band;
import dev.sluice.call.request.Cacheability;
import dev.sluice.call.request.Fingerprint;
import dev.sluice.call.request.Operation;
import dev.sluice.call.request.PricedExtras;
import dev.sluice.call.request.RequestFacts;
import dev.sluice.call.request.SchedulingHints;
import dev.sluice.call.request.Streaming;
import dev.sluice.call.runtime.Body;
import dev.sluice.call.runtime.Clock;
import dev.sluice.call.runtime.Deadline;
import dev.sluice.call.runtime.Loop;
import dev.sluice.call.runtime.MemoryBudget;
import dev.sluice.call.runtime.Reservation;
import dev.sluice.internal.engine.Engine;
import dev.sluice.testing.Leaks;
import dev.sluice.testing.LongForm;
import dev.sluice.testing.Memory;
import dev.sluice.transport.loop.Loops;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Schedules, each from a seed of its own: callers come and leave at random, providers answer, fail
/// and are cut at random, on real loops and threads.
class SchedulesTest {
  private static final int SCHEDULES = LongForm.rounds(1_500, 5_000);
  private static final long SEED = 42;
  private static final int AT_ONCE = 50;
  private static final List<String> EVENTS =
      List.of("data: one\n\n", "data: two\n\n", "data: three\n\n");
  private static final String ANSWER = String.join("", EVENTS);
  private static final Failed CUT = new Failed.BadAnswer(Failed.Flaw.TRUNCATED, "cut");

  private final Memory memory = new Memory();
  private final AtomicInteger bodies = new AtomicInteger();
  private final AtomicInteger asked = new AtomicInteger();
  private final AtomicInteger sent = new AtomicInteger();
  private final AtomicReference<Engine> engine = new AtomicReference<>();
  private final Coalesce coalesce =
      new Coalesce(
          SchedulesTest::fingerprint, new Scarce(), this::launch, new Observer() {}, Clock.SYSTEM);

  @ParameterizedTest
  @EnumSource(Loops.Mode.class)
  void nothing_is_left_behind_and_no_answer_is_wrong(Loops.Mode mode) throws InterruptedException {
    Leaks.watch();
    try (Loops loops = Loops.start(2, mode)) {
      engine.set(new Engine(coalesce.over(this::provide)));
      for (int i = 0; i < SCHEDULES; i += AT_ONCE) {
        run(loops, i);
      }
    }
    assertThat(sent.get()).isLessThan(asked.get());
    Leaks.assertNone();
  }

  /// A few at a time, so that there is something to wait for.
  private void run(Loops loops, int from) throws InterruptedException {
    List<Client> clients = new ArrayList<>();
    for (int i = from; i < from + AT_ONCE; i++) {
      var random = new Random(SEED + i);
      int members = 1 + random.nextInt(5);
      for (int m = 0; m < members; m++) {
        clients.add(new Client("m-" + i, loops.next(), random));
      }
    }
    for (Client client : clients) {
      client.check();
    }
    await()
        .pollInterval(Duration.ofMillis(1))
        .untilAsserted(
            () -> {
              assertThat(engine.get().running()).as("running").isZero();
              assertThat(bodies).as("bodies").hasValue(0);
              assertThat(memory.used()).as("memory").isZero();
              assertThat(coalesce.shared().size()).as("joinable").isZero();
            });
    assertThat(clients).allSatisfy(client -> assertThat(client.ends).hasValue(1));
  }

  /// The provider. What it does depends on the call's model alone, how fast on luck.
  private Outcome provide(Call call, Sink sink) throws InterruptedException {
    sent.incrementAndGet();
    var random = new Random(call.model().hashCode());
    call.loop().execute(() -> sink.attach(TestFeed.of("p/m")));
    pause(random);
    if (random.nextInt(5) == 0) {
      return new Failed.Exhausted("used up");
    }
    boolean cut = random.nextInt(5) == 0;
    call.loop().execute(() -> sink.head(new Head(200, Map.of())));
    for (String event : EVENTS) {
      call.loop().execute(() -> say(sink, event));
      pause(random);
      if (cut) {
        return CUT;
      }
    }
    var ended = new CompletableFuture<Void>();
    call.loop()
        .execute(
            () -> {
              sink.end();
              ended.complete(null);
            });
    // What has ended is not cancelled any more.
    ended.join();
    return new Answered();
  }

  private static void say(Sink sink, String event) {
    TestFeed.progress(sink, Progress.MEANINGFUL);
    sink.body(Calls.utf8(event));
    sink.flush();
  }

  private static void pause(Random random) throws InterruptedException {
    if (random.nextInt(3) == 0) {
      TimeUnit.MICROSECONDS.sleep(random.nextInt(300));
    }
  }

  private CallHandle launch(Service through, Call call, ClientResponse response) {
    return engine.get().launch(through, call, response);
  }

  /// Now and then there is none.
  private final class Scarce implements MemoryBudget {
    private final AtomicInteger asked = new AtomicInteger();

    @Override
    public Reservation reserve(Use use, String owner) {
      Reservation part = memory.reserve(use, owner);
      if (asked.incrementAndGet() % 10 == 0) {
        part.close();
      }
      return part;
    }

    @Override
    public boolean tight(String owner) {
      return false;
    }

    @Override
    public long used() {
      return memory.used();
    }
  }

  private Body body(ByteBuf bytes) {
    bodies.incrementAndGet();
    return new Body(bytes, bodies::decrementAndGet);
  }

  private static Fingerprint fingerprint(Call call) {
    return new Fingerprint(call.model().hashCode(), 0, 0, 0);
  }

  /// One that asks, and perhaps leaves.
  private final class Client implements ClientResponse {
    private final StringBuilder text = new StringBuilder();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Loop loop;
    private final AtomicInteger ends = new AtomicInteger();
    private volatile String end = "";
    private boolean writable = true;
    private int flushes;

    Client(String model, Loop loop, Random random) {
      this.loop = loop;
      asked.incrementAndGet();
      var facts =
          new RequestFacts(
              model,
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
      long now = System.nanoTime();
      Duration patience =
          random.nextInt(6) == 0 ? Duration.ofNanos(random.nextInt(500_000)) : Duration.ofHours(1);
      Band band = random.nextBoolean() ? Band.INTERACTIVE : Band.BATCH;
      var call =
          new Call(
                  "c",
                  Operation.CHAT,
                  facts,
                  body(Calls.utf8("{}")),
                  Map.of(),
                  now,
                  Deadline.in(patience, now),
                  loop)
              .withHints(new SchedulingHints(band, "*", 0));
      boolean leaves = random.nextInt(4) == 0;
      Duration after = Duration.ofNanos(random.nextInt(600_000));
      CallHandle running = engine.get().start(call, this);
      if (leaves) {
        loop.schedule(after, running::leave);
      }
    }

    void check() throws InterruptedException {
      assertThat(ended.await(60, TimeUnit.SECONDS)).as("it ends").isTrue();
      String got = text.toString();
      switch (end) {
        case "finish" -> assertThat(got).isEqualTo(ANSWER);
        case "cut" -> assertThat(ANSWER).startsWith(got);
        default -> assertThat(got).isEmpty();
      }
    }

    @Override
    public void start(Head head, long length, AttemptHistory history) {}

    @Override
    public void write(ByteBuf bytes) {
      text.append(bytes.toString(UTF_8));
      bytes.release();
      writable = false;
    }

    /// Now and then that makes room at once.
    @Override
    public void flush() {
      writable |= ++flushes % 2 == 0;
    }

    @Override
    public void finish() {
      end("finish");
    }

    @Override
    public void refuse(Failed why, AttemptHistory history) {
      end("refuse");
    }

    @Override
    public void cut(Failed why) {
      end("cut");
    }

    private void end(String how) {
      ends.incrementAndGet();
      end = how;
      ended.countDown();
    }

    @Override
    public boolean writable() {
      return writable;
    }

    /// It takes an event at a time.
    @Override
    public void onWritable(Runnable resume) {
      loop.execute(
          () -> {
            writable = true;
            resume.run();
          });
    }
  }
}
