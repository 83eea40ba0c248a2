package dev.sluice.lab.bench;

import dev.sluice.call.Answered;
import dev.sluice.call.AttemptResult;
import dev.sluice.call.Call;
import dev.sluice.call.CallOrigin;
import dev.sluice.call.Failed;
import dev.sluice.call.FailedTargets;
import dev.sluice.call.Payer;
import dev.sluice.call.Usage;
import dev.sluice.call.gate.Cost;
import dev.sluice.call.gate.Gate;
import dev.sluice.call.gate.Permit;
import dev.sluice.call.gate.QueuedDemand;
import dev.sluice.call.gate.Target;
import dev.sluice.call.request.Band;
import dev.sluice.call.request.Operation;
import dev.sluice.call.request.RequestFacts;
import dev.sluice.call.request.SchedulingHints;
import dev.sluice.call.runtime.Body;
import dev.sluice.call.runtime.Deadline;
import dev.sluice.call.runtime.Loop;
import dev.sluice.config.policy.QueueConfig;
import dev.sluice.internal.admission.queue.CallQueue;
import dev.sluice.internal.admission.queue.Grant;
import dev.sluice.internal.admission.queue.RouteQueue;
import dev.sluice.internal.admission.queue.Ticket;
import dev.sluice.lab.load.NoLoop;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// Admissions a second by how many calls wait: one ends, the next one is granted, another one comes
/// and waits, with its forecast. Calls of all bands, of some tenants, of any cost.
@State(Scope.Thread)
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class QueueBench {
  private static final int CALLS = 1 << 17;
  private static final long STEP = 5_000;
  private static final Body BODY = new Body(Unpooled.EMPTY_BUFFER, () -> {});
  private static final Deadline DEADLINE = new Deadline(Long.MAX_VALUE / 2);
  private static final Loop LOOP = new NoLoop();
  private static final Failed BUSY =
      new Failed.Throttled(Failed.Dimension.TOKENS, Optional.empty(), "busy");

  /// The number of calls that wait.
  @Param({"100", "1000", "10000", "100000"})
  public int depth;

  /// The number of tenants whose calls wait.
  @Param({"10", "256"})
  public int tenants;

  private final Planned[] calls = new Planned[CALLS];
  private final Turn turn = new Turn();
  private final List<Target> targets =
      List.of(
          new Target("p/m", Set.of(Operation.CHAT), 1, 0, List.of(turn), (_, _) -> new Answered()));

  private final CallQueue queue = new CallQueue(Map.of(), this::decided);
  private final RouteQueue route =
      queue.route(
          new QueueConfig(CALLS, Long.MAX_VALUE, Long.MAX_VALUE, Duration.ofSeconds(30), false),
          false);

  private record Planned(RequestFacts facts, SchedulingHints hints) {}

  private @Nullable Grant granted;
  private int next;
  private long now;

  /// Fills the queue to its depth.
  @Setup
  public void fill() {
    var random = new SplittableRandom(1);
    Band[] bands = Band.values();
    for (int i = 0; i < CALLS; i++) {
      calls[i] =
          new Planned(
              new RequestFacts(
                  "m", 0, 0, true, false, OptionalLong.of(random.nextInt(4_000)), false),
              new SchedulingHints(
                  bands[random.nextInt(bands.length)], "t" + random.nextInt(tenants), 0));
    }
    while (queue.waiting() < depth) {
      come();
    }
  }

  /// Ends one call, so that the next one goes, and lets one more come.
  @Benchmark
  public @Nullable Grant admit() {
    now += STEP;
    Grant ending = granted;
    if (ending != null) {
      queue.settle(
          ending,
          new AttemptResult(new Answered(), Usage.NONE, ending.begun(), OptionalLong.empty(), now));
    }
    come();
    return granted;
  }

  private void come() {
    Planned call = calls[next++ & (CALLS - 1)];
    var arriving =
        new Call(
            "bench",
            Operation.CHAT,
            call.facts(),
            BODY,
            Map.of(),
            now,
            DEADLINE,
            LOOP,
            call.hints(),
            FailedTargets.NONE,
            Call.Trace.NONE,
            Payer.NOBODY,
            "",
            CallOrigin.NONE);
    Ticket ticket = queue.offer(route, arriving, targets, now);
    if (ticket.state() == Ticket.State.REFUSED) {
      throw new IllegalStateException("refused: " + ticket.refusal());
    }
    if (ticket.state() == Ticket.State.GRANTED) {
      granted = ticket.grant();
    }
  }

  private void decided(Ticket ticket) {
    if (ticket.state() != Ticket.State.GRANTED) {
      throw new IllegalStateException("refused: " + ticket.refusal());
    }
    granted = ticket.grant();
  }

  /// A gate that lets one call through at a time.
  private static final class Turn implements Gate, Permit {
    private boolean taken;

    @Override
    public Optional<Closed> closed(Call call, boolean last, long now) {
      return taken ? Optional.of(new Closed(BUSY, now + STEP)) : Optional.empty();
    }

    @Override
    public Permit enter(Call call, long now) {
      taken = true;
      return this;
    }

    @Override
    public Cost cost(Call call, long now) {
      long tokens = call.facts().maxTokens().orElse(0);
      return new Cost((double) tokens, (double) tokens / 8, (double) tokens);
    }

    @Override
    public long nextOpen(Call call, QueuedDemand queued, long now) {
      return now + (long) ((queued.calls() + 1) * STEP);
    }

    @Override
    public void settle(AttemptResult attempt) {
      taken = false;
    }
  }
}
