package dev.sluice.internal.race;

import dev.sluice.call.Answered;
import dev.sluice.call.Call;
import dev.sluice.call.Calls;
import dev.sluice.call.Failed;
import dev.sluice.call.FailedTargets.Cause;
import dev.sluice.call.Head;
import dev.sluice.call.Outcome;
import dev.sluice.call.RecordingExit;
import dev.sluice.call.TestFeed;
import dev.sluice.call.Usage;
import dev.sluice.call.answer.AttemptHandle;
import dev.sluice.call.answer.AttemptInfo;
import dev.sluice.call.answer.CommitPoint;
import dev.sluice.call.answer.Progress;
import dev.sluice.call.answer.Sink;
import dev.sluice.call.pipeline.Observer;
import dev.sluice.call.pipeline.Service;
import dev.sluice.call.runtime.Clock;
import dev.sluice.call.runtime.VirtualLoop;
import dev.sluice.internal.race.RaceTriggers.Trigger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Timeout;

/// Parts and helpers that the tests of races share.
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class RaceFixture {
  static final Duration USUAL = Duration.ofMillis(10);
  static final Usage TOKENS = new Usage(1000, 1000, 0, false);
  static final Failed.TimedOut BOUND =
      new Failed.TimedOut(Failed.Phase.FIRST_TOKEN, Duration.ofSeconds(3));
  static final Failed OTHER = new Failed.Overloaded(500, Optional.empty(), "other");

  final VirtualLoop loop = new VirtualLoop();
  final List<String> races = new ArrayList<>();
  final AtomicInteger repeats = new AtomicInteger(10);
  final RecordingExit exit = new RecordingExit();
  final CommitPoint sink = new CommitPoint(exit, true, Clock.SYSTEM);
  Optional<RaceTriggers.Start> start = Optional.of(new RaceTriggers.Start(Trigger.QUANTILE, USUAL));

  /// The targets that can take a call now, and those of them of the first one's rank.
  final Set<String> open = new HashSet<>(Set.of("b/y"));

  final Set<String> equal = new HashSet<>(Set.of("b/y"));

  /// The triggers that the call may not be doubled for.
  final Set<Trigger> forbidden = EnumSet.noneOf(Trigger.class);

  final Racing racing =
      new Racing(
          new TokenBudget(0.025),
          new RaceTriggers() {
            @Override
            public Optional<Start> of(Call call, String target) {
              return start;
            }

            @Override
            public long perToken(Call call, String target) {
              return 0;
            }
          },
          new Racing.Route() {
            @Override
            public boolean hasAnother(Call call) {
              return open.stream().anyMatch(target -> !call.failedTargets().contains(target));
            }

            @Override
            public boolean hasEqual(Call call, String target) {
              return hasAnother(call)
                  && equal.stream().anyMatch(other -> !call.failedTargets().contains(other));
            }

            @Override
            public boolean mayBeDoubled(Call call, Trigger trigger) {
              return !forbidden.contains(trigger);
            }
          },
          (_, _) -> repeats.getAndDecrement() > 0 ? Optional.of(repeats::incrementAndGet) : none(),
          new Observer() {
            @Override
            public void raced(Call call, boolean won, long wasted) {
              races.add((won ? "won " : "lost ") + wasted);
            }
          },
          loop);

  static Optional<Runnable> none() {
    return Optional.empty();
  }

  Outcome send(Service first, Service second) throws InterruptedException {
    return send(sink, first, second);
  }

  Outcome send(Sink to, Service first, Service second) throws InterruptedException {
    return racing
        .over(
            (call, held) ->
                (call.failedTargets().cause() == Cause.RACE ? second : first).send(call, held))
        .send(Calls.streamed(loop, "m"), to);
  }

  /// An attempt by hand.
  final class Attempt implements AttemptHandle {
    private final String target;
    final AttemptInfo info;
    final AtomicReference<Failed> stopped = new AtomicReference<>();
    private final CountDownLatch over = new CountDownLatch(1);

    Attempt(String target) {
      this.target = target;
      info = new AttemptInfo(target, Call.Trace.NONE, loop);
      info.begin(this);
    }

    void attach(Sink to) {
      loop.execute(
          () -> {
            to.attach(info);
            TestFeed.used(to, new Usage(5, 0, 0, true));
          });
    }

    void begin(Sink to, String text) {
      loop.execute(
          () -> {
            to.head(new Head(200, Map.of()));
            TestFeed.progress(to, Progress.MEANINGFUL);
            to.body(Calls.utf8(text));
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
            TestFeed.progress(to, Progress.MEANINGFUL);
            to.body(Calls.utf8(target));
            TestFeed.used(to, TOKENS);
            to.end();
          });
      return new Answered();
    }

    /// Beyond its bound, on the loop.
    boolean overdue() {
      var spared = new boolean[1];
      loop.execute(() -> spared[0] = info.overdue(BOUND));
      return spared[0];
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
    public void abort(Failed why) {
      stopped.set(why);
      over.countDown();
    }
  }
}
