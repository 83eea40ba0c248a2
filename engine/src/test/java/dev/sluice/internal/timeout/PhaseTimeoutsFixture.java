package dev.sluice.internal.timeout;

import dev.sluice.call.Answered;
import dev.sluice.call.Call;
import dev.sluice.call.Calls;
import dev.sluice.call.Failed;
import dev.sluice.call.RecordingExit;
import dev.sluice.call.TestFeed;
import dev.sluice.call.answer.CommitPoint;
import dev.sluice.call.answer.Sink;
import dev.sluice.call.pipeline.Service;
import dev.sluice.call.runtime.VirtualLoop;
import dev.sluice.config.policy.Bound;
import dev.sluice.config.policy.TimeoutConfig;
import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/// Parts and helpers that the tests of phase timeouts share.
abstract class PhaseTimeoutsFixture {
  static final TimeoutConfig BOUNDS =
      new TimeoutConfig(
          Duration.ofSeconds(2),
          new Bound.Fixed(Duration.ofSeconds(5)),
          new Bound.Fixed(Duration.ofSeconds(3)),
          Duration.ofSeconds(20));

  final VirtualLoop loop = new VirtualLoop();
  final TestFeed feed = new TestFeed("p/m", loop);
  final RecordingExit exit = new RecordingExit();
  Predicate<Call> streamed = call -> call.facts().stream();

  void attempt(Call call, TimeoutConfig bounds, Consumer<Sink> script) throws InterruptedException {
    Service scripted =
        (_, sink) -> {
          sink.attach(feed.info);
          script.accept(sink);
          @Nullable Failed aborted = feed.aborted;
          return aborted == null ? new Answered() : aborted;
        };
    var timeouts = new PhaseTimeouts("p/m", bounds, learned(), streamed, loop);
    timeouts.over(scripted).send(call, sink());
  }

  static LatencyRegistry learned() {
    var registry = new LatencyRegistry();
    registry.target("p/m", name -> Prior.of("openai", name));
    return registry;
  }

  Sink sink() {
    return new CommitPoint(exit, false, loop);
  }

  Call streamed() {
    return Calls.streamed(loop, "m");
  }

  void pass(int seconds) {
    loop.advance(Duration.ofSeconds(seconds));
  }
}
