package dev.sluice.lab.bench;

import dev.sluice.call.Answered;
import dev.sluice.call.AttemptResult;
import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.Outcome;
import dev.sluice.call.Usage;
import dev.sluice.call.answer.AttemptInfo;
import dev.sluice.call.answer.Progress;
import dev.sluice.call.gate.Gate;
import dev.sluice.call.gate.Target;
import dev.sluice.call.pipeline.Observer;
import dev.sluice.call.request.Operation;
import dev.sluice.call.runtime.Clock;
import dev.sluice.config.policy.BreakerConfig;
import dev.sluice.config.policy.QueueConfig;
import dev.sluice.internal.admission.Admission;
import dev.sluice.internal.admission.AdmissionController;
import dev.sluice.internal.breaker.Breaker;
import dev.sluice.internal.breaker.BreakerContext;
import dev.sluice.internal.breaker.Breakers;
import dev.sluice.internal.breaker.LatencyBaseline;
import dev.sluice.internal.breaker.PauseDetector;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import org.openjdk.jmh.annotations.Benchmark;

/// The cost of an attempt's entry, start and end: the whole of admission with a breaker, admission
/// without one, and the breaker alone. One caller, as on one event loop.
public class BreakerBench extends PerCallBench {
  private static final Set<Operation> CHAT = Set.of(Operation.CHAT);
  private static final Optional<LatencyBaseline> USUAL =
      Optional.of(new LatencyBaseline(Duration.ofMillis(500), Duration.ofSeconds(1)));
  private static final Outcome BUSY = new Failed.Overloaded(503, Optional.empty(), "busy");

  /// Goes on by a millisecond each time, and costs nothing: a machine's own clock may cost more
  /// than what is measured here.
  private static final Clock TICKING =
      new Clock() {
        private long now;

        @Override
        public long nanos() {
          return now += 1_000_000;
        }

        @Override
        public Instant wall() {
          return Instant.EPOCH;
        }
      };

  private final Call call = BenchCall.of("bench", Operation.CHAT, "m");
  private final Breaker breaker = breaker();
  private final Breaker failing = breaker();
  private final Admission guarded = admission(List.of(breaker));
  private final Admission unguarded = admission(List.of());
  private long now;

  private static Breaker breaker() {
    var around =
        new BreakerContext(
            (_, _) -> USUAL, (_, _) -> false, PauseDetector.NEVER, ThreadLocalRandom::current);
    return new Breakers(around, 0).of("p/m", CHAT, BreakerConfig.defaults());
  }

  private static Admission admission(List<Gate> gates) {
    var target =
        new Target(
            "p/m",
            CHAT,
            1,
            0,
            gates,
            (_, sink) -> {
              var attempt = new AttemptInfo("p/m", Call.Trace.NONE, TICKING);
              sink.attach(attempt);
              attempt.progress(Progress.MEANINGFUL);
              return new Answered();
            });
    var controller = new AdmissionController(Map.of(), TICKING);
    var route = controller.route(QueueConfig.defaults(), false);
    return new Admission(
        List.of(target), controller, route, new Observer() {}, TICKING, ThreadLocalRandom::current);
  }

  /// Admit, start and record through the admission controller.
  @Benchmark
  public Outcome at_the_desk_with_a_breaker() throws InterruptedException {
    return guarded.send(call, new NullSink());
  }

  /// Admits and ends a call without a gate.
  @Benchmark
  public Outcome at_the_desk_without() throws InterruptedException {
    return unguarded.send(call, new NullSink());
  }

  /// Runs the breaker's state machine alone.
  @Benchmark
  public boolean breaker_alone() {
    now += 1_000_000;
    boolean closed = breaker.closed(call, false, now).isPresent();
    var permit = breaker.enter(call, now);
    permit.started(now);
    permit.settle(new AttemptResult(new Answered(), Usage.NONE, now, OptionalLong.of(now), now));
    return closed;
  }

  /// Runs the breaker alone for a target that fails one call in eight, so that a share is shed and
  /// the share changes each time.
  @Benchmark
  public boolean breaker_alone_of_a_target_that_fails_some() {
    now += 1_000_000;
    boolean closed = failing.closed(call, false, now).isPresent();
    var permit = failing.enter(call, now);
    if ((now / 1_000_000) % 8 == 0) {
      permit.settle(new AttemptResult(BUSY, Usage.NONE, now, OptionalLong.empty(), now));
    } else {
      permit.started(now);
      permit.settle(new AttemptResult(new Answered(), Usage.NONE, now, OptionalLong.of(now), now));
    }
    return closed;
  }
}
