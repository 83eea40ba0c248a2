package dev.sluice.internal.commit;

import dev.sluice.call.Answered;
import dev.sluice.call.Call;
import dev.sluice.call.Calls;
import dev.sluice.call.Failed;
import dev.sluice.call.Head;
import dev.sluice.call.Outcome;
import dev.sluice.call.RecordingExit;
import dev.sluice.call.TestFeed;
import dev.sluice.call.answer.CommitPoint;
import dev.sluice.call.answer.Progress;
import dev.sluice.call.answer.Sink;
import dev.sluice.call.gate.Targets;
import dev.sluice.call.pipeline.Service;
import dev.sluice.call.runtime.Clock;
import dev.sluice.call.runtime.VirtualLoop;
import dev.sluice.config.policy.RetryConfig;
import dev.sluice.config.policy.RoutePolicy.CommitConfig;
import dev.sluice.internal.retry.Pause;
import dev.sluice.internal.retry.Retry;
import dev.sluice.internal.retry.RetryBudgets;
import dev.sluice.memory.HeapBudget;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Timeout;

/// A route whose answers are held, in front of a retry that always has another target, and of
/// attempts that a test writes.
@Timeout(value = 120, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
abstract class CommitFixture {
  static final Failed CUT =
      new Failed.Unreachable(Failed.Obstacle.RESET, "the connection was reset");
  static final String WAITING = ": waiting\n\n";

  final VirtualLoop loop = new VirtualLoop();
  final HeapBudget memory = new HeapBudget(1 << 20);
  final RecordingExit exit = new RecordingExit();
  final CommitPoint sink = new CommitPoint(exit, true, Clock.SYSTEM);
  final Deque<Service> attempts = new ArrayDeque<>();

  /// Runs between a failure and the decision what to do about it.
  Runnable beforeDecision = () -> {};

  Outcome send(CommitConfig config) throws InterruptedException {
    return send(config, Calls.streamed(loop, "m"));
  }

  Outcome send(CommitConfig config, Call call) throws InterruptedException {
    return send(config, call, sink);
  }

  Outcome send(CommitConfig config, Call call, CommitPoint to) throws InterruptedException {
    Service held = new DelayedCommit(config, memory).over(retry().over(this::attempt));
    Outcome outcome = new KeepAlive(KeepAlive.EVERY, true, loop).over(held).send(call, to);
    if (outcome instanceof Failed why) {
      loop.execute(() -> to.abort(why));
    }
    return outcome;
  }

  private Outcome attempt(Call call, Sink to) throws InterruptedException {
    Outcome outcome = attempts.remove().send(call, to);
    beforeDecision.run();
    return outcome;
  }

  private Retry retry() {
    var route =
        new Targets() {
          @Override
          public Optional<String> another(Call call) {
            return attempts.isEmpty() ? Optional.empty() : Optional.of("b/m");
          }

          @Override
          public String likely(Call call) {
            return "a/m";
          }

          @Override
          public Duration untilOpen(Call call) {
            return Duration.ZERO;
          }
        };
    var budgets = new RetryBudgets();
    RetryConfig usual = RetryConfig.defaults();
    return new Retry(
        new RetryConfig(attempts.size(), usual.budget()),
        true,
        budgets::of,
        route,
        loop,
        () -> new SplittableRandom(1),
        Pause.ON_LOOP);
  }

  /// An attempt that says these events, one every 100 ms, and then ends so.
  Service saying(Outcome outcome, String... events) {
    return (_, to) -> {
      begin(to);
      for (String event : events) {
        say(to, event);
        loop.advance(Duration.ofMillis(100));
      }
      if (outcome instanceof Answered) {
        loop.execute(to::end);
      }
      return outcome;
    };
  }

  void begin(Sink to) {
    loop.execute(
        () -> {
          to.attach(TestFeed.of("a/m"));
          TestFeed.progress(to, Progress.CONNECTED);
          to.head(new Head(200, Map.of("content-type", "text/event-stream")));
        });
  }

  void say(Sink to, String event) {
    loop.execute(
        () -> {
          TestFeed.progress(to, Progress.MEANINGFUL);
          to.body(Calls.utf8(event));
          to.flush();
        });
  }

  /// What the client has been sent, without flushes.
  List<String> sent() {
    List<String> sent = new ArrayList<>(exit.events());
    sent.removeIf(event -> event.equals("flush"));
    return sent;
  }

  @AfterEach
  void nothing_is_left() {
    if (memory.used() != 0 || loop.timers() != 0) {
      throw new AssertionError(memory.used() + " bytes, " + loop.timers() + " timers are left");
    }
  }
}
