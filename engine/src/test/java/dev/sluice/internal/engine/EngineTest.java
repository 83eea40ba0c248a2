package dev.sluice.internal.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sluice.call.Answered;
import dev.sluice.call.Call;
import dev.sluice.call.Calls;
import dev.sluice.call.Failed;
import dev.sluice.call.Head;
import dev.sluice.call.Outcome;
import dev.sluice.call.RecordingExit;
import dev.sluice.call.TestFeed;
import dev.sluice.call.answer.Progress;
import dev.sluice.call.answer.Sink;
import dev.sluice.call.pipeline.CallHandle;
import dev.sluice.call.pipeline.Service;
import dev.sluice.call.request.Band;
import dev.sluice.call.request.SchedulingHints;
import dev.sluice.call.runtime.Body;
import dev.sluice.call.runtime.Clock;
import dev.sluice.call.runtime.Loop;
import dev.sluice.call.runtime.VirtualLoop;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class EngineTest {
  private final VirtualLoop loop = new VirtualLoop();
  private final RecordingExit exit = new RecordingExit();
  private final AtomicInteger bodiesClosed = new AtomicInteger();
  private final CountDownLatch entered = new CountDownLatch(1);
  private final CountDownLatch released = new CountDownLatch(1);

  @Test
  void a_call_runs_to_its_answer_and_its_body_is_given_back() {
    Engine engine = new Engine(EngineTest::answer);
    engine.start(call(), exit);
    await().dontCatchUncaughtExceptions().until(() -> engine.running() == 0);
    assertThat(exit.events()).containsExactly("start 200 2 p/m", "ok", "finish");
    assertThat(bodiesClosed).hasValue(1);
  }

  @Test
  void a_failure_is_told_to_the_exit() {
    Engine engine = new Engine((_, _) -> new Failed.Exhausted("used up"));
    engine.start(call(), exit);
    await().dontCatchUncaughtExceptions().until(() -> engine.running() == 0);
    assertThat(exit.events()).containsExactly("refuse exhausted after 0");
    assertThat(bodiesClosed).hasValue(1);
  }

  @Test
  void a_bug_costs_its_call_and_no_other() {
    Engine engine =
        new Engine(
            (call, sink) -> {
              if (call.model().equals("bug")) {
                throw new IllegalStateException("a bug, on purpose");
              }
              return answer(call, sink);
            });
    engine.start(call("bug"), exit);
    await().dontCatchUncaughtExceptions().until(() -> engine.running() == 0);
    assertThat(exit.events()).containsExactly("refuse internal after 0");

    var second = new RecordingExit();
    engine.start(call(), second);
    await().dontCatchUncaughtExceptions().until(() -> engine.running() == 0);
    assertThat(second.events()).contains("finish");
    assertThat(bodiesClosed).hasValue(2);
  }

  @Test
  void a_lack_of_memory_is_no_bug() {
    Engine engine =
        new Engine(
            (_, _) -> {
              var none = new OutOfMemoryError("no memory for a buffer, on purpose");
              throw new IllegalStateException("work on the pool failed", none);
            });
    engine.start(call(), exit);
    await().dontCatchUncaughtExceptions().until(() -> engine.running() == 0);
    assertThat(exit.events()).containsExactly("refuse shed after 0");
    assertThat(bodiesClosed).hasValue(1);
  }

  @Test
  void a_bug_that_cannot_even_be_reported_ends_its_call() {
    Engine engine =
        new Engine(
            (_, _) -> {
              throw new IllegalStateException("a bug, on purpose") {
                @Override
                public String getMessage() {
                  throw new NoClassDefFoundError("nothing can be loaded, on purpose");
                }
              };
            });
    engine.start(call(), exit);
    await().dontCatchUncaughtExceptions().until(() -> engine.running() == 0);
    assertThat(exit.events()).containsExactly("refuse internal after 0");
    assertThat(bodiesClosed).hasValue(1);
  }

  @Test
  void a_bug_behind_the_end_of_an_answer_does_not_end_it_again() {
    Engine engine =
        new Engine(
            (call, sink) -> {
              Outcome outcome = answer(call, sink);
              if (outcome instanceof Answered) {
                throw new NoClassDefFoundError("nothing can be logged, on purpose");
              }
              return outcome;
            });
    engine.start(call(), exit);
    await().dontCatchUncaughtExceptions().until(() -> engine.running() == 0);
    assertThat(exit.events()).containsExactly("start 200 2 p/m", "ok", "finish");
    assertThat(bodiesClosed).hasValue(1);
  }

  @Test
  void a_call_that_cannot_be_started_is_not_waited_for() throws InterruptedException {
    Engine engine = new Engine(EngineTest::answer);
    assertThatThrownBy(() -> engine.start(call("m", new FullLoop(loop)), exit))
        .isInstanceOf(OutOfMemoryError.class);
    assertThat(bodiesClosed).hasValue(1);
    engine.drain(Duration.ofSeconds(1));
    assertThat(engine.running()).isZero();
  }

  @Test
  void a_call_that_nobody_waits_for_goes_last() {
    var last = new CopyOnWriteArrayList<String>();
    Engine engine = new Engine(EngineTest::answer);
    Call call = call("m", new LastLoop(loop, last));
    for (Band band : Band.values()) {
      var hints = new SchedulingHints(band, SchedulingHints.NOBODY, 0);
      Call one = call.with(band.name(), call.facts(), call.body(), call.deadline(), hints);
      engine.start(one, new RecordingExit());
    }
    await().dontCatchUncaughtExceptions().until(() -> engine.running() == 0);
    assertThat(last).containsExactly("BATCH");
  }

  /// It notes whose threads go last.
  private record LastLoop(Loop loop, List<String> last) implements Loop {
    @Override
    public void execute(Runnable task) {
      loop.execute(task);
    }

    @Override
    public Timer schedule(Duration delay, Runnable task) {
      return loop.schedule(delay, task);
    }

    @Override
    public boolean inLoop() {
      return loop.inLoop();
    }

    @Override
    public Thread start(String name, Runnable task) {
      return loop.start(name, task);
    }

    @Override
    public Thread startLast(String name, Runnable task) {
      last.add(name);
      return loop.startLast(name, task);
    }
  }

  /// It has no room for another thread.
  private record FullLoop(Loop loop) implements Loop {
    @Override
    public void execute(Runnable task) {
      loop.execute(task);
    }

    @Override
    public Timer schedule(Duration delay, Runnable task) {
      return loop.schedule(delay, task);
    }

    @Override
    public boolean inLoop() {
      return loop.inLoop();
    }

    @Override
    public Thread start(String name, Runnable task) {
      throw new OutOfMemoryError("no thread for " + name);
    }
  }

  @Test
  void a_caller_that_leaves_cancels_its_call() throws InterruptedException {
    Engine engine = new Engine(blocking());
    CallHandle running = engine.start(call(), exit);
    entered.await();
    running.leave();
    await().dontCatchUncaughtExceptions().until(() -> engine.running() == 0);
    assertThat(exit.events()).containsExactly("refuse cancelled after 0");
    running.leave();
  }

  @Test
  void draining_refuses_new_calls_and_lets_running_ones_finish() throws InterruptedException {
    Engine engine = new Engine(blocking());
    engine.start(call(), exit);
    entered.await();
    Thread drain = Thread.ofVirtual().start(() -> drain(engine, Duration.ofHours(1)));
    var late = new RecordingExit();
    await()
        .until(
            () -> {
              engine.start(call(), late);
              return late.events().contains("refuse shed after 0");
            });
    assertThat(drain.isAlive()).isTrue();
    released.countDown();
    drain.join();
    assertThat(exit.events()).contains("finish");
    assertThat(engine.running()).isZero();
  }

  @Test
  void calls_that_outlast_the_drain_time_are_ended_with_a_reason() throws InterruptedException {
    Engine engine = new Engine(blocking());
    engine.start(call(), exit);
    entered.await();
    engine.drain(Duration.ZERO);
    assertThat(exit.events()).containsExactly("refuse shed after 0");
  }

  @Test
  void a_launched_call_runs_while_the_engine_drains_and_ends_with_its_time()
      throws InterruptedException {
    Engine engine = new Engine(EngineTest::answer);
    engine.launch(blocking(), call(), exit);
    entered.await();
    assertThat(engine.running()).isOne();
    engine.drain(Duration.ZERO);
    assertThat(exit.events()).containsExactly("refuse shed after 0");

    var late = new RecordingExit();
    engine.launch(blocking(), call(), late);
    await().dontCatchUncaughtExceptions().until(() -> engine.running() == 0);
    assertThat(late.events()).containsExactly("refuse shed after 0");
  }

  @Test
  void a_call_that_ignores_its_interrupt_is_left_behind() throws InterruptedException {
    Engine engine =
        new Engine(
            (call, sink) -> {
              entered.countDown();
              awaitUninterruptibly(released);
              return new Failed.Exhausted("late");
            },
            _ -> {},
            Clock.SYSTEM,
            Duration.ofMillis(1));
    engine.start(call(), exit);
    entered.await();
    engine.drain(Duration.ZERO);
    engine.drain(Duration.ZERO);
    assertThat(engine.running()).isOne();
    released.countDown();
    await().dontCatchUncaughtExceptions().until(() -> engine.running() == 0);
    assertThat(exit.events()).containsExactly("refuse exhausted after 0");
  }

  private static void awaitUninterruptibly(CountDownLatch latch) {
    boolean open = false;
    while (!open) {
      try {
        latch.await();
        open = true;
      } catch (InterruptedException ignored) {
        // As a callback of an application might do.
      }
    }
  }

  private static void drain(Engine engine, Duration patience) {
    try {
      engine.drain(patience);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private Service blocking() {
    return (call, sink) -> {
      entered.countDown();
      released.await();
      return answer(call, sink);
    };
  }

  private static Outcome answer(Call call, Sink sink) {
    sink.attach(TestFeed.of("p/m"));
    sink.head(new Head(200, Map.of()));
    TestFeed.progress(sink, Progress.MEANINGFUL);
    sink.body(Calls.utf8("ok"));
    sink.end();
    return new Answered();
  }

  private Call call() {
    return call("m");
  }

  private Call call(String model) {
    return call(model, loop);
  }

  private Call call(String model, Loop on) {
    Call call = Calls.whole(loop, model);
    var body = new Body(Calls.utf8("{}"), bodiesClosed::incrementAndGet);
    return new Call(
        call.id(),
        call.operation(),
        call.facts(),
        body,
        call.headers(),
        call.arrived(),
        call.deadline(),
        on);
  }
}
