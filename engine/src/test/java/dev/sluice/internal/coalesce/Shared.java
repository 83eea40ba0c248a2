package dev.sluice.internal.coalesce;

import static org.awaitility.Awaitility.await;

import dev.sluice.call.Answered;
import dev.sluice.call.Call;
import dev.sluice.call.Calls;
import dev.sluice.call.Failed;
import dev.sluice.call.Head;
import dev.sluice.call.Outcome;
import dev.sluice.call.RecordingExit;
import dev.sluice.call.RecordingPayer;
import dev.sluice.call.TestFeed;
import dev.sluice.call.Usage;
import dev.sluice.call.answer.ClientResponse;
import dev.sluice.call.answer.Progress;
import dev.sluice.call.answer.Signal;
import dev.sluice.call.answer.Sink;
import dev.sluice.call.pipeline.CallHandle;
import dev.sluice.call.pipeline.Observer;
import dev.sluice.call.pipeline.Report;
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
import dev.sluice.call.runtime.Deadline;
import dev.sluice.call.runtime.Loop;
import dev.sluice.call.runtime.VirtualLoop;
import dev.sluice.internal.engine.Engine;
import dev.sluice.internal.observe.ObserveCall;
import dev.sluice.internal.pay.LossFilter;
import dev.sluice.testing.Memory;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.core.ConditionFactory;

/// An engine that coalesces, in front of a provider that answers when the test says so.
final class Shared {
  static final Usage USED = new Usage(7, 5, 0, false);
  private static final Duration MINUTE = Duration.ofMinutes(1);

  final VirtualLoop loop = new VirtualLoop();
  final AtomicInteger bodies = new AtomicInteger();
  final RecordingPayer payer = new RecordingPayer();
  final List<Report> reports = new CopyOnWriteArrayList<>();
  final AtomicInteger saved = new AtomicInteger();

  /// The calls that the provider got, in their order.
  final BlockingQueue<Sent> sent = new LinkedBlockingQueue<>();

  /// Those of them that it has answered.
  final List<Sent> answered = new CopyOnWriteArrayList<>();

  final Memory memory = new Memory();

  /// What a member that has begun a shared call waits for before it waits for the answer.
  volatile CountDownLatch firstMayGoOn = new CountDownLatch(0);

  private final Observer observer =
      new Observer() {
        @Override
        public void callEnded(Call call, Report report) {
          reports.add(report);
        }

        @Override
        public void saved(Call call, String by, int calls) {
          saved.addAndGet(calls);
        }
      };

  private final LossFilter losses = new LossFilter(false);
  final Coalesce coalesce = new Coalesce(Shared::fingerprint, memory, this::launch, observer, loop);
  final Engine engine =
      new Engine(
          new ObserveCall(observer, loop)
              .over(coalesce.over(losses.over((call, sink) -> new Sent(this, call, sink).run()))));

  /// Launches a shared call. Its first member goes on when it may.
  private CallHandle launch(Service through, Call call, ClientResponse exit) {
    CallHandle launched = engine.launch(through, call, exit);
    try {
      firstMayGoOn.await();
    } catch (InterruptedException left) {
      Thread.currentThread().interrupt();
    }
    return launched;
  }

  private Body held(ByteBuf bytes) {
    bodies.incrementAndGet();
    return new Body(bytes, bodies::decrementAndGet);
  }

  /// By model and tenant, that is enough here.
  private static Fingerprint fingerprint(Call call) {
    return new Fingerprint(call.model().hashCode(), call.hints().tenant().hashCode(), 0, 0);
  }

  /// A call that the provider got. Its methods are for the test, one after the other.
  static final class Sent {
    final Call call;
    private final Shared shared;
    private final Sink sink;
    private final BlockingQueue<Outcome> outcome = new LinkedBlockingQueue<>();
    volatile boolean cancelled;

    private Sent(Shared shared, Call call, Sink sink) {
      this.shared = shared;
      this.call = call;
      this.sink = sink;
    }

    private Outcome run() throws InterruptedException {
      shared.sent.add(this);
      try {
        return outcome.take();
      } catch (InterruptedException left) {
        cancelled = true;
        throw left;
      }
    }

    Sent attach() {
      call.loop().execute(() -> sink.attach(TestFeed.of("p/m")));
      return this;
    }

    Sent queued(Duration waited) {
      call.loop().execute(() -> sink.signal(new Signal.Queued(waited)));
      return this;
    }

    Sent begin() {
      call.loop().execute(() -> sink.head(new Head(200, Map.of("content-type", "text/x"))));
      return this;
    }

    Sent say(String text) {
      call.loop()
          .execute(
              () -> {
                TestFeed.progress(sink, Progress.MEANINGFUL);
                sink.body(Calls.utf8(text));
                sink.flush();
              });
      return this;
    }

    Sent uses(Usage usage) {
      call.loop()
          .execute(
              () -> {
                TestFeed.used(sink, usage);
                sink.flush();
              });
      return this;
    }

    /// The attempt has reached the provider.
    Sent sent() {
      call.loop().execute(() -> TestFeed.progress(sink, Progress.SENT));
      return this;
    }

    /// Waits until all that was told so far has been passed on.
    Sent told() throws InterruptedException {
      var passed = new CountDownLatch(1);
      call.loop().execute(passed::countDown);
      passed.await();
      return this;
    }

    Sent reset() {
      call.loop().execute(sink::reset);
      return this;
    }

    boolean writable() {
      return sink.writable();
    }

    void onWritable(Runnable resume) {
      call.loop().execute(() -> sink.onWritable(resume));
    }

    void finish() throws InterruptedException {
      shared.answered.add(this);
      call.loop()
          .execute(
              () -> {
                TestFeed.used(sink, USED);
                sink.end();
              });
      outcome.put(new Answered());
    }

    Sent saidFailure() {
      call.loop().execute(() -> sink.info().attempts().getLast().saidFailure());
      return this;
    }

    void fail(Failed why) throws InterruptedException {
      outcome.put(why);
    }
  }

  /// One that asks.
  final class Client {
    final RecordingExit exit = new RecordingExit();
    final CallHandle running;

    private Client(Call call) {
      running = engine.start(call, exit);
    }

    /// What came of its body.
    String text() {
      return String.join(
          "",
          exit.events().stream()
              .filter(e -> !e.matches("(start|refuse|cut|finish after) .*|flush|finish"))
              .toList());
    }

    boolean ended() {
      return exit.events().stream().anyMatch(e -> e.matches("(refuse|cut|finish after) .*|finish"));
    }
  }

  Client ask(String model) {
    return ask(model, SchedulingHints.NONE, MINUTE);
  }

  Client ask(String model, Band band) {
    return ask(model, new SchedulingHints(band, "*", 0), MINUTE);
  }

  Client ask(String model, SchedulingHints hints, Duration patience) {
    return new Client(call(model, Cacheability.ALWAYS, hints, patience));
  }

  /// One whose events wait while its loop is held.
  Client ask(String model, Loop on) {
    return new Client(call(model, Cacheability.ALWAYS, SchedulingHints.NONE, MINUTE, on));
  }

  Client asked(Cacheability cacheability, SchedulingHints hints) {
    return new Client(call("m", cacheability, hints, Duration.ofMinutes(1)));
  }

  private Call call(
      String model, Cacheability cacheability, SchedulingHints hints, Duration patience) {
    return call(model, cacheability, hints, patience, loop);
  }

  private Call call(
      String model, Cacheability cacheability, SchedulingHints hints, Duration patience, Loop on) {
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
            cacheability,
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
            held(Calls.utf8("{}")),
            Map.of(),
            loop.nanos(),
            Deadline.in(patience, loop.nanos()),
            on)
        .withHints(hints)
        .paidBy(payer);
  }

  /// Waits until so many share the calls that can be joined.
  void awaitMembers(int members) {
    soon().until(() -> coalesce.shared().members() == members);
  }

  /// Everything has been given back.
  void awaitNothing() {
    soon()
        .until(
            () ->
                engine.running() == 0
                    && bodies.get() == 0
                    && memory.used() == 0
                    && coalesce.shared().size() == 0);
  }

  Sent next() throws InterruptedException {
    return sent.take().attach();
  }

  /// Waits, but not longer than it must.
  static ConditionFactory soon() {
    return await().pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(1));
  }
}
