package dev.sluice.internal.batch;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Answered;
import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.Head;
import dev.sluice.call.Outcome;
import dev.sluice.call.RecordingExit;
import dev.sluice.call.TestFeed;
import dev.sluice.call.Usage;
import dev.sluice.call.answer.Sink;
import dev.sluice.call.item.Item;
import dev.sluice.call.pipeline.CallHandle;
import dev.sluice.call.pipeline.Observer;
import dev.sluice.call.runtime.VirtualLoop;
import dev.sluice.config.policy.BatchConfig;
import dev.sluice.internal.batch.Batching.Gathering;
import dev.sluice.internal.engine.Engine;
import dev.sluice.provider.item.OpenAiItems;
import dev.sluice.testing.LongForm;
import dev.sluice.testing.Memory;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// Calls that come, wait, leave, run out of time, are refused, fail and are answered, as a seed has
/// it: nothing of any of them is left behind, and no call gets a wrong answer.
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BatchingScheduleTest {
  private static final int SCHEDULES = LongForm.rounds(300, 10_000);
  private static final int CALLS = 7;

  @Test
  void nothing_is_left_behind() {
    for (int seed = 0; seed < SCHEDULES; seed++) {
      new Schedule(seed).run();
    }
  }

  /// One of them. What is drawn depends on the seed, and not on how threads take turns.
  private static final class Schedule {
    private final long seed;
    private final SplittableRandom random;
    private final VirtualLoop loop = new VirtualLoop();
    private final AtomicInteger bodies = new AtomicInteger();
    private final Memory memory = new Memory();
    private final AtomicInteger sent = new AtomicInteger();
    private final List<Outcome> script;
    private final List<Duration> delays;
    private final Batcher batcher;
    private final Engine engine;

    Schedule(long seed) {
      this.seed = seed;
      random = new SplittableRandom(seed);
      memory.max = random.nextInt(4) == 0 ? 100 + random.nextInt(400) : 1 << 20;
      script = random.ints(64, 0, 10).mapToObj(Schedule::outcome).toList();
      delays = random.ints(64, 0, 40).mapToObj(Duration::ofMillis).toList();
      var config = new BatchConfig(2 + random.nextInt(6), Duration.ofMillis(5));
      batcher = new Batcher(config);
      var holder = new Engine[1];
      var means =
          new BatchDependencies(
              new OpenAiItems(),
              (through, call, exit) -> holder[0].launch(through, call, exit),
              memory,
              BatchingScheduleTest::elsewhere,
              new Observer() {},
              loop);
      engine =
          new Engine(
              new Batching(new Gathering(config, false), batcher, means).over(this::upstream));
      holder[0] = engine;
    }

    /// Most often it is answered.
    private static Outcome outcome(int drawn) {
      return switch (drawn) {
        case 0 -> new Failed.Overloaded(503, Optional.empty(), "overloaded");
        case 1 -> new Failed.Refused(400, "application/json", "{}");
        case 2 -> new Failed.BadAnswer(Failed.Flaw.MALFORMED, "half of it");
        default -> new Answered();
      };
    }

    void run() {
      List<Started> all = new ArrayList<>();
      for (int i = 0; i < CALLS; i++) {
        all.add(start(i));
        loop.advance(Duration.ofMillis(random.nextInt(4)));
        if (random.nextInt(4) == 0) {
          all.get(random.nextInt(all.size())).running.leave();
        }
      }
      while (engine.running() > 0) {
        loop.advance(Duration.ofMillis(1));
        Thread.onSpinWait();
      }
      all.forEach(this::check);
      assertThat(bodies).as("bodies after " + seed).hasValue(0);
      assertThat(memory.used()).as("bytes after " + seed).isZero();
      assertThat(batcher.keysInUse()).as("lanes after " + seed).isZero();
      assertThat(loop.timers()).as("timers after " + seed).isZero();
    }

    private record Started(String input, CallHandle running, RecordingExit exit) {}

    private Started start(int number) {
      String input = random.nextInt(5) == 0 ? "same" : "text " + number;
      String body = "{\"model\":\"m\",\"input\":[\"" + input + "\",\"too\"]}";
      Duration deadline = Duration.ofMillis(random.nextInt(5) == 0 ? 20 : 60_000);
      bodies.incrementAndGet();
      Call call = new Embeddings(loop).call(body, deadline, bodies::decrementAndGet);
      var exit = new RecordingExit();
      return new Started(input, engine.start(call, exit), exit);
    }

    private Outcome upstream(Call call, Sink sink) throws InterruptedException {
      int number = sent.getAndIncrement() % script.size();
      var over = new CountDownLatch(1);
      var timer = loop.schedule(delays.get(number), over::countDown);
      try {
        loop.execute(() -> sink.attach(TestFeed.of("p/m")));
        over.await();
      } finally {
        timer.cancel();
      }
      Outcome outcome = script.get(number);
      if (outcome instanceof Failed && !(outcome instanceof Failed.BadAnswer)) {
        return outcome;
      }
      String answer = answer(call, outcome instanceof Answered ? 1 : 2);
      loop.execute(() -> tell(sink, answer));
      return new Answered();
    }

    /// @param every how many of the vectors there are: each, or every second
    private static String answer(Call call, int every) {
      List<Item> items = new OpenAiItems().read(call).orElseThrow().items();
      List<String> vectors = new ArrayList<>();
      for (int i = 0; i < items.size(); i += every) {
        vectors.add("{\"index\":" + i + ",\"embedding\":[" + items.get(i) + "]}");
      }
      return "{\"data\":[" + String.join(",", vectors) + "]}";
    }

    private static void tell(Sink sink, String answer) {
      sink.head(new Head(200, Map.of()));
      sink.body(Unpooled.copiedBuffer(answer, UTF_8));
      TestFeed.used(sink, new Usage(7, 0, 0, false));
      sink.end();
    }

    private void check(Started call) {
      List<String> events = call.exit.events();
      assertThat(Collections.frequency(events, "finish") + count(events, "refuse"))
          .as("ends of a call after " + seed + ": " + events)
          .isEqualTo(1);
      for (String event : events) {
        if (event.startsWith("{")) {
          String first = "{\"data\":[{\"index\":0,\"embedding\":[\"" + call.input + "\"]}";
          // What goes alone is passed on as it is, half of it too.
          assertThat(event).as("after " + seed).startsWith(first);
        }
      }
    }

    private static int count(List<String> events, String word) {
      return (int) events.stream().filter(event -> event.startsWith(word)).count();
    }
  }

  private static <T> T elsewhere(Callable<T> work) {
    try {
      return work.call();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }
}
