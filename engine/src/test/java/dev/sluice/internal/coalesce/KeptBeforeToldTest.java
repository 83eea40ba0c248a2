package dev.sluice.internal.coalesce;

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
import dev.sluice.call.item.Items;
import dev.sluice.call.pipeline.CallHandle;
import dev.sluice.call.pipeline.Observer;
import dev.sluice.call.pipeline.Service;
import dev.sluice.call.request.Cacheability;
import dev.sluice.call.request.Fingerprint;
import dev.sluice.call.request.Operation;
import dev.sluice.call.request.PricedExtras;
import dev.sluice.call.request.RequestFacts;
import dev.sluice.call.request.Streaming;
import dev.sluice.call.runtime.Body;
import dev.sluice.call.runtime.Clock;
import dev.sluice.call.runtime.Deadline;
import dev.sluice.call.runtime.Loop;
import dev.sluice.config.policy.CacheConfig;
import dev.sluice.internal.cache.Cache;
import dev.sluice.internal.engine.Engine;
import dev.sluice.provider.item.OpenAiItems;
import dev.sluice.testing.Leaks;
import dev.sluice.testing.Memory;
import dev.sluice.transport.loop.Loops;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Schedules of a cache in front of shared calls, on real loops and threads: several share a call,
/// and each asks again the moment it is told the end of its answer.
@Timeout(120)
class KeptBeforeToldTest {
  private static final int SCHEDULES = 500;
  private static final int MEMBERS = 4;

  private final AtomicReference<Engine> engine = new AtomicReference<>();
  private final AtomicInteger sent = new AtomicInteger();
  private final Cache cache = new Cache(CacheConfig.defaults(), means());
  private final Coalesce coalesce =
      new Coalesce(
          KeptBeforeToldTest::fingerprint,
          new Memory(),
          this::launch,
          new Observer() {},
          Clock.SYSTEM);

  @ParameterizedTest
  @EnumSource
  void whoever_asks_again_behind_the_end_of_an_answer_finds_it(Loops.Mode mode) throws Exception {
    Leaks.watch();
    try (Loops loops = Loops.start(2, mode)) {
      Service made = cache.insertion().over(this::provide);
      engine.set(new Engine(cache.over(coalesce.over(made))));
      for (int i = 0; i < SCHEDULES; i++) {
        var ends = new CountDownLatch(2 * MEMBERS);
        for (int m = 0; m < MEMBERS; m++) {
          new Client("m-" + i, loops.next(), ends).ask();
        }
        assertThat(ends.await(60, TimeUnit.SECONDS)).isTrue();
      }
      await().until(() -> engine.get().running() == 0);
    }
    assertThat(sent).hasValue(SCHEDULES);
    Leaks.assertNone();
  }

  /// Answers when all members are there.
  private Outcome provide(Call call, Sink sink) throws InterruptedException {
    sent.incrementAndGet();
    while (coalesce.shared().members() < MEMBERS) {
      TimeUnit.MICROSECONDS.sleep(50);
    }
    var ended = new CountDownLatch(1);
    call.loop()
        .execute(
            () -> {
              sink.attach(TestFeed.of("p/m"));
              sink.head(new Head(200, Map.of()));
              TestFeed.progress(sink, Progress.MEANINGFUL);
              sink.body(Calls.utf8("data: [DONE]\n\n"));
              sink.end();
              ended.countDown();
            });
    ended.await();
    return new Answered();
  }

  private CallHandle launch(Service through, Call call, ClientResponse response) {
    return engine.get().launch(through, call, response);
  }

  private static Fingerprint fingerprint(Call call) {
    return new Fingerprint(call.model().hashCode(), 0, 0, 0);
  }

  private static Cache.Means means() {
    return new Cache.Means(
        new Cache.Keys() {
          @Override
          public Fingerprint of(Call call) {
            return fingerprint(call);
          }

          @Override
          public List<Fingerprint> of(Call call, Items items) {
            throw new AssertionError("a chat has no items");
          }
        },
        new OpenAiItems(),
        new Memory(),
        KeptBeforeToldTest::elsewhere,
        new Observer() {},
        Clock.SYSTEM);
  }

  private static <T> T elsewhere(Callable<T> work) {
    throw new AssertionError("a small answer needs no pool");
  }

  /// Asks, and asks once more when it has its answer.
  private final class Client implements ClientResponse {
    private final String model;
    private final Loop loop;
    private final CountDownLatch ends;
    private boolean again;

    Client(String model, Loop loop, CountDownLatch ends) {
      this.model = model;
      this.loop = loop;
      this.ends = ends;
    }

    void ask() {
      engine.get().start(call(), this);
    }

    private Call call() {
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
      long now = Clock.SYSTEM.nanos();
      return new Call(
          "c",
          Operation.CHAT,
          facts,
          new Body(Calls.utf8("{}"), () -> {}),
          Map.of(),
          now,
          Deadline.in(Duration.ofMinutes(1), now),
          loop);
    }

    @Override
    public void start(Head head, long length, AttemptHistory history) {}

    @Override
    public void write(ByteBuf bytes) {
      bytes.release();
    }

    @Override
    public void flush() {}

    @Override
    public void finish() {
      ends.countDown();
      if (!again) {
        again = true;
        ask();
      }
    }

    @Override
    public void refuse(Failed why, AttemptHistory history) {}

    @Override
    public void cut(Failed why) {}

    @Override
    public boolean writable() {
      return true;
    }

    @Override
    public void onWritable(Runnable resume) {
      loop.execute(resume);
    }
  }
}
