package dev.sluice.internal.race;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.call.Answered;
import dev.sluice.call.Call;
import dev.sluice.call.Calls;
import dev.sluice.call.Failed;
import dev.sluice.call.FailedTargets.Cause;
import dev.sluice.call.Head;
import dev.sluice.call.Outcome;
import dev.sluice.call.TestFeed;
import dev.sluice.call.answer.AttemptHandle;
import dev.sluice.call.answer.AttemptHistory;
import dev.sluice.call.answer.AttemptInfo;
import dev.sluice.call.answer.ClientResponse;
import dev.sluice.call.answer.Progress;
import dev.sluice.call.answer.Sink;
import dev.sluice.call.pipeline.CallHandle;
import dev.sluice.call.pipeline.Observer;
import dev.sluice.call.request.Operation;
import dev.sluice.call.request.RequestFacts;
import dev.sluice.call.runtime.Body;
import dev.sluice.call.runtime.Clock;
import dev.sluice.call.runtime.Deadline;
import dev.sluice.call.runtime.Loop;
import dev.sluice.config.policy.RaceConfig;
import dev.sluice.internal.engine.Engine;
import dev.sluice.internal.race.RaceTriggers.Start;
import dev.sluice.internal.race.RaceTriggers.Trigger;
import dev.sluice.testing.Leaks;
import dev.sluice.testing.LongForm;
import dev.sluice.transport.loop.Loops;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Ten thousand schedules, each from a seed of its own, on real loops and threads: attempts answer,
/// fail, say nothing, are beyond their bounds and are refused at random, budgets are spent, and
/// callers leave at any step.
class RaceSchedulesTest {
  private static final int SCHEDULES = LongForm.rounds(400, 5_000);
  private static final long SEED = 42;
  private static final int AT_ONCE = 50;
  private static final List<String> TARGETS = List.of("a/x", "b/y", "c/z");
  private static final Failed OTHER = new Failed.Overloaded(500, Optional.empty(), "other");
  private static final Failed REFUSED =
      new Failed.Shed(Failed.Reason.CIRCUIT_OPEN, Optional.empty());
  private static final Failed.TimedOut BOUND =
      new Failed.TimedOut(Failed.Phase.FIRST_TOKEN, Duration.ofSeconds(3));

  private final AtomicInteger underWay = new AtomicInteger();
  private final AtomicInteger repeats = new AtomicInteger();
  private final AtomicInteger beside = new AtomicInteger();
  private final AtomicInteger won = new AtomicInteger();
  private final AtomicInteger raced = new AtomicInteger();
  private final Racing racing =
      new Racing(
          new TokenBudget(RaceConfig.defaults().budget()),
          new Triggers(),
          new Anywhere(),
          (_, _) -> Optional.of(repeat()),
          new Observer() {
            @Override
            public void raced(Call call, boolean other, long wasted) {
              raced.incrementAndGet();
              won.addAndGet(other ? 1 : 0);
              assertThat(wasted).isNotNegative();
            }
          },
          Clock.SYSTEM);

  private Runnable repeat() {
    repeats.incrementAndGet();
    return repeats::decrementAndGet;
  }

  @ParameterizedTest
  @EnumSource(Loops.Mode.class)
  void every_call_has_one_end_and_nothing_is_left_behind(Loops.Mode mode)
      throws InterruptedException {
    Leaks.watch();
    try (Loops loops = Loops.start(2, mode)) {
      var engine = new Engine(racing.over(this::attempt));
      for (int i = 0; i < SCHEDULES; i += AT_ONCE) {
        run(engine, loops, i);
      }
    }
    assertThat(raced.get()).isGreaterThan(SCHEDULES / 10);
    assertThat(won.get()).isBetween(SCHEDULES / 50, raced.get() - SCHEDULES / 50);
    assertThat(repeats).as("each repeat is an attempt or given back").hasValue(beside.get());
    Leaks.assertNone();
  }

  private void run(Engine engine, Loops loops, int from) throws InterruptedException {
    List<Client> clients = new ArrayList<>();
    for (int i = from; i < from + AT_ONCE; i++) {
      clients.add(new Client(engine, i, loops.next(), new Random(SEED + i)));
    }
    for (Client client : clients) {
      client.check();
    }
    await()
        .pollInterval(Duration.ofMillis(1))
        .untilAsserted(() -> assertThat(engine.running()).as("running").isZero());
    assertThat(underWay).as("attempts under way").hasValue(0);
    assertThat(clients).allSatisfy(client -> assertThat(client.ends).hasValue(1));
  }

  /// The target that has not been tried, and what becomes of the attempt: both by the call's seed.
  private Outcome attempt(Call call, Sink sink) throws InterruptedException {
    int tried = call.failedTargets().targets().size();
    var random = new Random(call.model().hashCode() * 31L + tried);
    if (tried > 0 && random.nextInt(8) == 0) {
      return REFUSED;
    }
    underWay.incrementAndGet();
    try {
      return new Provider(TARGETS.get(tried), call, sink, random).run();
    } finally {
      underWay.decrementAndGet();
    }
  }

  private static void pause(Random random) throws InterruptedException {
    if (random.nextInt(2) == 0) {
      TimeUnit.MICROSECONDS.sleep(random.nextInt(300));
    }
  }

  /// One attempt, which ends at once when it is stopped.
  private final class Provider implements AttemptHandle {
    private final String target;
    private final AttemptInfo info;
    private final Call call;
    private final Sink sink;
    private final Random random;
    private final CompletableFuture<Outcome> end = new CompletableFuture<>();

    Provider(String target, Call call, Sink sink, Random random) {
      this.target = target;
      this.info = new AttemptInfo(target, Call.Trace.NONE, Clock.SYSTEM);
      this.call = call;
      this.sink = sink;
      this.random = random;
    }

    Outcome run() throws InterruptedException {
      try {
        return made();
      } finally {
        end.complete(new Failed.Cancelled());
        // Nothing that it has told is told later.
        CompletableFuture.runAsync(() -> {}, call.loop()::execute).join();
      }
    }

    private Outcome made() throws InterruptedException {
      pause(random);
      tell(
          () -> {
            beside.addAndGet(call.failedTargets().cause() == Cause.RACE ? 1 : 0);
            info.begin(this);
            sink.attach(info);
          });
      pause(random);
      tell(() -> sink.body(Calls.utf8("")));
      if (random.nextInt(3) == 0) {
        tell(() -> endUnless(info.overdue(BOUND)));
      }
      pause(random);
      switch (random.nextInt(4)) {
        case 0 -> tell(() -> end.complete(OTHER));
        case 1 -> {
          // Silent until the client's patience or another attempt ends it.
          call.loop().schedule(Duration.ofMillis(3), () -> end.complete(BOUND));
        }
        default -> answer();
      }
      return outcome();
    }

    private void endUnless(boolean spared) {
      if (!spared) {
        end.complete(BOUND);
      }
    }

    private Outcome outcome() throws InterruptedException {
      try {
        return end.get();
      } catch (ExecutionException never) {
        throw new IllegalStateException(never);
      }
    }

    private void answer() throws InterruptedException {
      tell(() -> sink.head(new Head(200, Map.of())));
      tell(
          () -> {
            TestFeed.progress(sink, Progress.MEANINGFUL);
            sink.body(Calls.utf8(target));
          });
      pause(random);
      if (random.nextInt(9) == 0) {
        tell(() -> end.complete(OTHER));
      }
      tell(() -> sink.body(Calls.utf8(" ends")));
      tell(
          () -> {
            sink.end();
            end.complete(new Answered());
          });
    }

    /// A stopped attempt says nothing more.
    private void tell(Runnable event) {
      call.loop()
          .execute(
              () -> {
                if (!end.isDone()) {
                  event.run();
                }
              });
    }

    @Override
    public void abort(Failed why) {
      end.complete(why);
    }
  }

  private static final class Triggers implements RaceTriggers {
    @Override
    public Optional<Start> of(Call call, String target) {
      var random = new Random(call.model().hashCode());
      Duration after = Duration.ofNanos(random.nextInt(400_000));
      return switch (random.nextInt(3)) {
        case 0 -> Optional.empty();
        case 1 -> Optional.of(new Start(Trigger.PRIOR, after));
        default -> Optional.of(new Start(Trigger.QUANTILE, after));
      };
    }

    @Override
    public long perToken(Call call, String target) {
      return 0;
    }
  }

  private static final class Anywhere implements Racing.Route {
    @Override
    public boolean hasAnother(Call call) {
      return call.failedTargets().targets().size() < TARGETS.size();
    }

    @Override
    public boolean hasEqual(Call call, String target) {
      return call.failedTargets().targets().size() < 2;
    }

    @Override
    public boolean mayBeDoubled(Call call, Trigger trigger) throws InterruptedException {
      pause(new Random(call.model().hashCode() + 7));
      return call.model().hashCode() % 16 != 0;
    }
  }

  /// One that asks, and perhaps leaves.
  private static final class Client implements ClientResponse {
    private final StringBuilder text = new StringBuilder();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final AtomicInteger ends = new AtomicInteger();
    private volatile String end = "";

    Client(Engine engine, int number, Loop loop, Random random) {
      var facts =
          new RequestFacts(
              "m-" + number, 0, 0, number % 2 == 0, false, OptionalLong.empty(), false);
      long now = System.nanoTime();
      var body = new Body(Calls.utf8("{}"), () -> {});
      var call =
          new Call(
              "c",
              Operation.CHAT,
              facts,
              body,
              Map.of(),
              now,
              Deadline.in(Duration.ofHours(1), now),
              loop);
      boolean leaves = random.nextInt(4) == 0;
      Duration after = Duration.ofNanos(random.nextInt(1_200_000));
      CallHandle running = engine.start(call, this);
      if (leaves) {
        loop.schedule(after, running::leave);
      }
    }

    void check() throws InterruptedException {
      assertThat(ended.await(60, TimeUnit.SECONDS)).as("it ends").isTrue();
      List<String> answers = TARGETS.stream().map(target -> target + " ends").toList();
      switch (end) {
        case "finish" -> assertThat(answers).contains(text.toString());
        case "cut" -> assertThat(answers).anyMatch(answer -> answer.startsWith(text.toString()));
        default -> assertThat(text.toString()).isEmpty();
      }
    }

    @Override
    public void start(Head head, long length, AttemptHistory history) {}

    @Override
    public void write(ByteBuf bytes) {
      text.append(bytes.toString(UTF_8));
      bytes.release();
    }

    @Override
    public void flush() {}

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
      return true;
    }

    @Override
    public void onWritable(Runnable resume) {}
  }
}
