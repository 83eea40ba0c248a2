package dev.sluice.internal.hedge;

import dev.sluice.call.Answered;
import dev.sluice.call.Call;
import dev.sluice.call.Calls;
import dev.sluice.call.Failed;
import dev.sluice.call.FailedTargets.Cause;
import dev.sluice.call.Head;
import dev.sluice.call.Outcome;
import dev.sluice.call.RecordingExit;
import dev.sluice.call.Usage;
import dev.sluice.call.answer.AttemptHandle;
import dev.sluice.call.answer.CommitPoint;
import dev.sluice.call.answer.Progress;
import dev.sluice.call.answer.Sink;
import dev.sluice.call.pipeline.Observer;
import dev.sluice.call.pipeline.Service;
import dev.sluice.call.runtime.VirtualLoop;
import dev.sluice.config.policy.HedgeConfig;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Timeout;

/// Parts and helpers that the tests of hedging share.
@Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class HedgeFixture {
  static final Duration USUAL = Duration.ofMillis(10);
  static final Usage TOKENS = new Usage(1000, 1000, 0, false);
  static final Failed OTHER = new Failed.Overloaded(500, Optional.empty(), "other");

  final VirtualLoop loop = new VirtualLoop();
  final List<String> hedges = new ArrayList<>();
  final AtomicInteger repeats = new AtomicInteger(10);
  final RecordingExit exit = new RecordingExit();
  final CommitPoint sink = new CommitPoint(exit, true);
  Optional<Duration> late = Optional.of(USUAL);
  final Hedge hedge =
      new Hedge(
          new HedgeConfig(0.025),
          (_, _) -> late,
          call -> !call.failedTargets().contains("b/y"),
          _ -> repeats.getAndDecrement() > 0 ? Optional.of(repeats::incrementAndGet) : none(),
          new Observer() {
            @Override
            public void hedged(Call call, boolean won, long wasted) {
              hedges.add((won ? "won " : "lost ") + wasted);
            }
          });

  static Optional<Runnable> none() {
    return Optional.empty();
  }

  /// Calls that are not late, so that there are tokens to spend.
  void earn() throws InterruptedException {
    for (int i = 0; i < 96; i++) {
      var out = new CommitPoint(new RecordingExit(), true);
      hedge.send(
          Calls.streamed(loop, "m"),
          out,
          (_, to) -> {
            var attempt = new Attempt("a/x");
            attempt.attach(to);
            loop.advance(USUAL.dividedBy(2));
            return attempt.goOn(to);
          });
    }
  }

  Outcome send(Service first, Service second) throws InterruptedException {
    return hedge.send(
        Calls.streamed(loop, "m"),
        sink,
        (call, to) ->
            (call.failedTargets().cause() == Cause.HEDGE ? second : first).send(call, to));
  }

  /// An attempt by hand.
  final class Attempt implements AttemptHandle {
    private final String target;
    final AtomicReference<Failed> stopped = new AtomicReference<>();
    private final CountDownLatch over = new CountDownLatch(1);

    Attempt(String target) {
      this.target = target;
    }

    void attach(Sink to) {
      loop.execute(
          () -> {
            to.attach(this);
            to.usage(new Usage(5, 0, 0, true));
          });
    }

    Outcome answer(Sink to) {
      attach(to);
      return goOn(to);
    }

    Outcome goOn(Sink to) {
      loop.execute(
          () -> {
            to.head(new Head(200, Map.of()));
            to.progress(Progress.MEANINGFUL);
            to.body(Calls.utf8(target));
            to.usage(TOKENS);
            to.end();
          });
      return new Answered();
    }

    Outcome awaitStopped() {
      try {
        over.await();
      } catch (InterruptedException left) {
        return new Failed.Cancelled();
      }
      return stopped.get();
    }

    @Override
    public String target() {
      return target;
    }

    @Override
    public void abort(Failed why) {
      stopped.set(why);
      over.countDown();
    }
  }
}
