package dev.sluice.transport.loop;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sluice.call.runtime.Clock;
import dev.sluice.call.runtime.Loop;
import dev.sluice.transport.loop.Loops.Mode;
import io.netty.channel.EventLoop;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(60)
class LoopsTest {
  private static final InheritableThreadLocal<String> INHERITABLE = new InheritableThreadLocal<>();

  private final List<Loops> started = new ArrayList<>();

  @AfterEach
  void close() {
    started.forEach(Loops::close);
  }

  @ParameterizedTest
  @EnumSource
  void the_mode_asked_for_is_in_force_where_java_lang_is_open(Mode mode) {
    assertThat(loops(mode).mode()).isEqualTo(mode);
  }

  @ParameterizedTest
  @EnumSource
  void a_thread_is_virtual_and_outside_the_loop(Mode mode) throws Exception {
    Loop loop = loops(mode).next();
    var seen = new CompletableFuture<List<Boolean>>();
    Thread thread =
        loop.start(
            "call-1",
            () -> seen.complete(List.of(Thread.currentThread().isVirtual(), loop.inLoop())));
    assertThat(seen.get(60, SECONDS)).containsExactly(true, false);
    assertThat(thread.getName()).isEqualTo("call-1");
  }

  @Test
  void the_loop_carries_its_threads_in_loop_mode_and_not_in_default_mode() throws Exception {
    assertThat(carriedByItsLoop(loops(Mode.LOOP))).isTrue();
    assertThat(carriedByItsLoop(loops(Mode.DEFAULT))).isFalse();
  }

  @Test
  void a_default_thread_started_from_a_carried_one_does_not_inherit_its_loop() throws Exception {
    var carrying = (EventLoopThread) loops(Mode.LOOP).next();
    Loop other = loops(Mode.DEFAULT).next();
    var inherited = new CompletableFuture<Boolean>();
    carrying.start(
        "parent", () -> other.start("child", () -> inherited.complete(carrying.carriesCurrent())));
    assertThat(inherited.get(60, SECONDS)).isFalse();
  }

  @ParameterizedTest
  @EnumSource
  void a_thread_inherits_no_thread_local(Mode mode) throws Exception {
    Loop loop = loops(mode).next();
    var seen = new CompletableFuture<String>();
    INHERITABLE.set("somebody else's");
    try {
      loop.start("call", () -> seen.complete(String.valueOf(INHERITABLE.get())));
      assertThat(seen.get(60, SECONDS)).isEqualTo("null");
    } finally {
      INHERITABLE.remove();
    }
  }

  @ParameterizedTest
  @EnumSource
  void a_task_from_a_thread_is_run_by_the_loop(Mode mode) throws Exception {
    Loop loop = loops(mode).next();
    var inLoop = new CompletableFuture<Boolean>();
    loop.start(
        "call",
        () -> {
          loop.execute(() -> inLoop.complete(loop.inLoop()));
          inLoop.join();
        });
    assertThat(inLoop.get(60, SECONDS)).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void a_thread_parked_on_another_thread_of_its_loop_is_woken(Mode mode) throws Exception {
    Loop loop = loops(mode).next();
    var done = new CompletableFuture<Integer>();
    var turns = new AtomicInteger();
    loop.start(
        "outer",
        () -> {
          for (int i = 0; i < 1_000; i++) {
            var handed = new CompletableFuture<Integer>();
            loop.start("inner", () -> handed.complete(turns.incrementAndGet()));
            handed.join();
          }
          done.complete(turns.get());
        });
    assertThat(done.get(60, SECONDS)).isEqualTo(1_000);
  }

  @ParameterizedTest
  @EnumSource
  void a_task_from_a_thread_of_one_loop_wakes_another_loop(Mode mode) throws Exception {
    Loops loops = loops(2, mode);
    Loop loop = loops.next();
    Loop asleep = loops.next();
    var done = new CompletableFuture<Integer>();
    loop.start(
        "call",
        () -> {
          int turns = 0;
          while (turns < 1_000) {
            var inLoop = new CompletableFuture<Boolean>();
            asleep.execute(() -> inLoop.complete(asleep.inLoop()));
            turns += inLoop.join() ? 1 : 2_000;
          }
          done.complete(turns);
        });
    assertThat(done.get(60, SECONDS)).isEqualTo(1_000);
  }

  @ParameterizedTest
  @EnumSource
  void a_timer_from_a_thread_of_one_loop_runs_on_another_loop(Mode mode) throws Exception {
    Loops loops = loops(2, mode);
    Loop loop = loops.next();
    Loop asleep = loops.next();
    var inLoop = new CompletableFuture<Boolean>();
    loop.start(
        "call",
        () -> asleep.schedule(Duration.ofMillis(5), () -> inLoop.complete(asleep.inLoop())));
    assertThat(inLoop.get(60, SECONDS)).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void a_thread_of_one_loop_starts_one_of_another_loop(Mode mode) throws Exception {
    Loops loops = loops(2, mode);
    Loop loop = loops.next();
    var other = (EventLoopThread) loops.next();
    var carried = new CompletableFuture<Boolean>();
    loop.start("call", () -> other.start("beside", () -> carried.complete(other.carriesCurrent())));
    assertThat(carried.get(60, SECONDS)).isEqualTo(mode == Mode.LOOP);
  }

  /// So no carried thread waits for the JDK's map of started threads: the other one has run already
  /// when the thread that has asked for it goes on.
  @Test
  void a_thread_that_a_carried_one_asks_for_is_started_by_the_loop() throws Exception {
    Loop loop = loops(Mode.LOOP).next();
    var begun = new AtomicBoolean();
    var seen = new CompletableFuture<Boolean>();
    loop.start(
        "call",
        () -> {
          loop.start("beside", () -> begun.set(true));
          seen.complete(begun.get());
        });
    assertThat(seen.get(60, SECONDS)).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void two_thousand_threads_park_on_one_loop_and_it_still_answers(Mode mode) throws Exception {
    Loop loop = loops(mode).next();
    var parked = new CountDownLatch(2_000);
    var ended = new CountDownLatch(2_000);
    var gate = new CompletableFuture<Void>();
    for (int i = 0; i < 2_000; i++) {
      loop.start(
          "call-" + i,
          () -> {
            parked.countDown();
            gate.join();
            ended.countDown();
          });
    }
    assertThat(parked.await(60, SECONDS)).isTrue();
    var answered = new CompletableFuture<Boolean>();
    loop.execute(() -> answered.complete(true));
    assertThat(answered.get(60, SECONDS)).isTrue();
    gate.complete(null);
    assertThat(ended.await(60, SECONDS)).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void a_timer_runs_on_the_loop_and_a_cancelled_one_does_not(Mode mode) throws Exception {
    Loop loop = loops(mode).next();
    var cancelledRan = new AtomicBoolean();
    loop.schedule(Duration.ofMillis(20), () -> cancelledRan.set(true)).cancel();
    var inLoop = new CompletableFuture<Boolean>();
    loop.schedule(Duration.ofMillis(40), () -> inLoop.complete(loop.inLoop()));
    assertThat(inLoop.get(60, SECONDS)).isTrue();
    assertThat(cancelledRan).isFalse();
  }

  @Test
  void tasks_in_mass_leave_time_for_the_sockets() throws Exception {
    var loop = (EventLoopThread) loops(Mode.LOOP).next();
    Set<Integer> turns = ConcurrentHashMap.newKeySet();
    var left = new AtomicInteger(1_000);
    var done = new CompletableFuture<Integer>();
    // Netty looks at the clock every 64 tasks. What is to run after an iteration runs when the loop
    // turns from its tasks to its sockets.
    Runnable task =
        () -> {
          spin(Duration.ofNanos(50_000));
          left.decrementAndGet();
          loop.executeAfterEventLoopIteration(() -> turns.add(left.get()));
        };
    loop.execute(
        () -> {
          for (int i = 0; i < 1_000; i++) {
            loop.execute(task);
          }
          loop.execute(() -> done.complete(turns.size()));
        });
    assertThat(done.get(60, SECONDS)).isGreaterThan(5);
  }

  @ParameterizedTest
  @EnumSource
  void closing_waits_for_the_threads(Mode mode) {
    Loops loops = Loops.start(1, mode);
    var gate = new CompletableFuture<Void>();
    Thread call = loops.next().start("call", gate::join);
    Thread closing = Thread.ofPlatform().start(loops::close);
    await().until(() -> closing.getState() == Thread.State.TIMED_WAITING);
    assertThat(loops.group().isShuttingDown()).isFalse();
    gate.complete(null);
    await().until(() -> !closing.isAlive());
    assertThat(loops.group().isTerminated()).isTrue();
    await().until(() -> !call.isAlive());
  }

  @ParameterizedTest
  @EnumSource
  void a_thread_whose_loop_has_ended_is_carried_on(Mode mode) throws Exception {
    Loops loops = Loops.start(1, mode);
    var monitor = new Object();
    var gate = new CompletableFuture<Void>();
    var done = new CompletableFuture<Boolean>();
    synchronized (monitor) {
      Thread call =
          loops
              .next()
              .start(
                  "call",
                  () -> {
                    synchronized (monitor) {
                      gate.join();
                      done.complete(true);
                    }
                  });
      await().until(() -> call.getState() == Thread.State.BLOCKED);
      Thread closing = Thread.ofPlatform().start(loops::close);
      closing.interrupt();
      closing.join();
      assertThat(loops.group().isTerminated()).isTrue();
    }
    gate.complete(null);
    assertThat(done.get(60, SECONDS)).isTrue();
    // The JDK's unblocker thread is alive: another virtual thread still gets a monitor.
    assertThat(getsAContendedMonitor()).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void threads_that_go_last_come_to_their_end_also_behind_that_of_their_loop(Mode mode)
      throws Exception {
    Loops loops = Loops.start(1, mode);
    Loop loop = loops.next();
    var first = new CompletableFuture<Void>();
    var second = new CompletableFuture<Void>();
    var halfway = new CountDownLatch(200);
    var ended = new CountDownLatch(200);
    for (int i = 0; i < 200; i++) {
      loop.startLast(
          "call",
          () -> {
            first.join();
            halfway.countDown();
            second.join();
            ended.countDown();
          });
    }
    first.complete(null);
    assertThat(halfway.await(60, SECONDS)).isTrue();
    Thread closing = Thread.ofPlatform().start(loops::close);
    closing.interrupt();
    closing.join();
    second.complete(null);
    assertThat(ended.await(60, SECONDS)).isTrue();
  }

  @ParameterizedTest
  @EnumSource
  void closing_leaves_behind_what_does_not_end(Mode mode) throws Exception {
    Loops loops = Loops.start(1, mode);
    var gate = new CompletableFuture<Void>();
    var done = new CompletableFuture<Boolean>();
    loops.next().start("call", () -> gate.thenRun(() -> done.complete(true)).join());
    loops.close(Duration.ofMillis(1));
    assertThat(loops.group().isTerminated()).isTrue();
    gate.complete(null);
    assertThat(done.get(60, SECONDS)).isTrue();
  }

  @Test
  void a_loop_of_others_is_refused() {
    EventLoop foreign = loops(Mode.LOOP).group().next();
    Loops mine = loops(Mode.LOOP);
    assertThat(mine.of(mine.group().next())).isInstanceOf(Loop.class);
    assertThatThrownBy(() -> mine.of(foreign)).isInstanceOf(IllegalArgumentException.class);
  }

  private Loops loops(Mode mode) {
    return loops(1, mode);
  }

  private Loops loops(int threads, Mode mode) {
    Loops loops = Loops.start(threads, mode);
    started.add(loops);
    return loops;
  }

  private static boolean carriedByItsLoop(Loops loops) throws Exception {
    var loop = (EventLoopThread) loops.next();
    var carried = new CompletableFuture<Boolean>();
    loop.start("call", () -> carried.complete(loop.carriesCurrent()));
    return carried.get(60, SECONDS);
  }

  private static boolean getsAContendedMonitor() throws Exception {
    var monitor = new Object();
    var got = new CompletableFuture<Boolean>();
    synchronized (monitor) {
      Thread thread =
          Thread.ofVirtual()
              .start(
                  () -> {
                    synchronized (monitor) {
                      got.complete(true);
                    }
                  });
      await().until(() -> thread.getState() == Thread.State.BLOCKED);
    }
    return got.get(60, SECONDS);
  }

  private static void spin(Duration duration) {
    long end = Clock.SYSTEM.nanos() + duration.toNanos();
    while (Clock.SYSTEM.nanos() < end) {
      LockSupport.parkNanos(1);
    }
  }
}
