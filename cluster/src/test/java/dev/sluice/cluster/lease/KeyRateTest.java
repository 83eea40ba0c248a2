package dev.sluice.cluster.lease;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sluice.call.runtime.Clock;
import dev.sluice.cluster.link.Agenda;
import dev.sluice.cluster.link.Link;
import dev.sluice.cluster.link.RedisReply;
import dev.sluice.cluster.link.Script;
import dev.sluice.cluster.link.ThreadAgenda;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A key's limit at one of two nodes, with answers that the test gives.
class KeyRateTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  private final ThreadAgenda agenda = new ThreadAgenda(Clock.SYSTEM);
  private final BlockingQueue<Asked> questions = new LinkedBlockingQueue<>();
  private final ExecutorService callers = Executors.newVirtualThreadPerTaskExecutor();
  private final KeyRate rate = new KeyRate(new Means(), "key");
  private volatile boolean alone;

  private record Asked(List<String> args, Consumer<RedisReply> answer) {
    double part(int index) {
      return Double.parseDouble(args.get(12 + index));
    }

    /// Grants what is needed, and so much of the room.
    void grant(double room) {
      answer(true, part(6) + Math.min(part(8), room));
    }

    void answer(boolean granted, double grant) {
      String limit = args.get(14);
      answer.accept(
          new RedisReply.Values(
              List.of(
                  granted ? "1" : "0",
                  granted ? "0" : "500000",
                  "0",
                  "0",
                  "0",
                  String.valueOf(grant),
                  "0",
                  "0",
                  "0",
                  "1",
                  limit,
                  "0",
                  "60")));
    }
  }

  private final class Means implements ShareMeans, Link {
    @Override
    public void ask(
        Script script, List<String> keys, List<String> args, Consumer<RedisReply> answer) {
      questions.add(new Asked(args, answer));
    }

    @Override
    public void onLine(String channel, Consumer<String> listener) {}

    @Override
    public long connection() {
      return 1;
    }

    @Override
    public String id() {
      return "a";
    }

    @Override
    public Link link() {
      return this;
    }

    @Override
    public Agenda agenda() {
      return agenda;
    }

    @Override
    public View view() {
      return new View(alone, 0, 2, 0, false, 0.5);
    }

    @Override
    public void failed(RedisReply why) {}

    @Override
    public int weight(String tenant) {
      return 1;
    }

    @Override
    public Duration patienceAs() {
      return LONG;
    }
  }

  @BeforeEach
  void start() {
    agenda.start();
  }

  @AfterEach
  void stop() {
    callers.shutdownNow();
    agenda.close();
  }

  private Asked next() throws InterruptedException {
    Asked asked = questions.poll(LONG.toSeconds(), TimeUnit.SECONDS);
    assertThat(asked).isNotNull();
    return asked;
  }

  private List<Future<Long>> call(int calls, long count) {
    List<Future<Long>> all = new ArrayList<>();
    for (int i = 0; i < calls; i++) {
      all.add(callers.submit(() -> rate.take(60, count)));
    }
    return all;
  }

  @Test
  void calls_that_come_while_one_is_asked_for_are_asked_for_together() throws Exception {
    List<Future<Long>> first = call(1, 1);
    Asked asked = next();
    Thread.State parked = Thread.State.TIMED_WAITING;
    List<Thread> threads = new ArrayList<>();
    List<Long> results = new ArrayList<>();
    for (int i = 0; i < 20; i++) {
      threads.add(
          Thread.ofPlatform()
              .start(
                  () -> {
                    long pause = rate.take(60, 1);
                    synchronized (results) {
                      results.add(pause);
                    }
                  }));
    }
    await().atMost(LONG).until(() -> threads.stream().allMatch(of -> of.getState() == parked));
    asked.grant(0);
    assertThat(first.getFirst().get(LONG.toSeconds(), TimeUnit.SECONDS)).isZero();

    next().grant(15);
    for (Thread thread : threads) {
      thread.join(LONG);
    }
    assertThat(results).hasSize(20);
    assertThat(results.stream().filter(pause -> pause == 0)).hasSize(16);
    assertThat(questions).isEmpty();
  }

  @Test
  void a_caller_that_is_interrupted_loses_nothing() throws Exception {
    Thread caller = Thread.startVirtualThread(() -> rate.take(60, 5));
    Asked asked = next();
    caller.interrupt();
    // A future would be done before its thread has left.
    assertThat(caller.join(LONG)).isTrue();
    asked.answer(true, 5);

    assertThat(call(1, 4).getFirst().get(LONG.toSeconds(), TimeUnit.SECONDS)).isZero();
    assertThat(questions).isEmpty();
  }

  @Test
  void what_was_used_alone_is_a_debt() throws Exception {
    alone = true;
    for (int i = 0; i < 30; i++) {
      assertThat(rate.take(60, 1)).isZero();
    }
    assertThat(rate.take(60, 1)).isPositive();
    alone = false;
    call(1, 1);

    assertThat(next().part(9)).isBetween(-30.0, -20.0);
  }

  @Test
  void what_a_call_gives_back_is_told_soon() throws Exception {
    Future<Long> call = call(1, 50).getFirst();
    next().grant(0);
    assertThat(call.get(LONG.toSeconds(), TimeUnit.SECONDS)).isZero();
    rate.correct(-40);

    Asked told = next();
    assertThat(told.args().get(7)).isEqualTo("0");
    assertThat(told.part(9)).isBetween(39.0, 40.0);
  }

  @Test
  void a_node_that_leaves_gives_its_purse_back() throws Exception {
    Future<Long> call = call(1, 1).getFirst();
    next().grant(5);
    assertThat(call.get(LONG.toSeconds(), TimeUnit.SECONDS)).isZero();
    rate.leave();

    assertThat(next().part(9)).isPositive();
  }

  @Test
  void what_is_given_back_while_a_question_is_under_way_is_told_behind_it() throws Exception {
    Future<Long> first = call(1, 50).getFirst();
    next().grant(0);
    assertThat(first.get(LONG.toSeconds(), TimeUnit.SECONDS)).isZero();
    Future<Long> second = call(1, 5).getFirst();
    Asked asked = next();
    rate.correct(-40);
    var later = new CountDownLatch(1);
    agenda.after(Duration.ofMillis(150), later::countDown);
    later.await();
    asked.grant(0);
    assertThat(second.get(LONG.toSeconds(), TimeUnit.SECONDS)).isZero();

    assertThat(next().part(9)).isBetween(39.0, 40.0);
  }
}
