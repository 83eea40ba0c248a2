package dev.sluice.internal.breaker;

import dev.sluice.call.Answered;
import dev.sluice.call.AttemptResult;
import dev.sluice.call.Call;
import dev.sluice.call.CallOrigin;
import dev.sluice.call.Calls;
import dev.sluice.call.Failed;
import dev.sluice.call.Notice;
import dev.sluice.call.Outcome;
import dev.sluice.call.Payer;
import dev.sluice.call.Usage;
import dev.sluice.call.gate.Gate;
import dev.sluice.call.gate.Permit;
import dev.sluice.call.request.Band;
import dev.sluice.call.request.Operation;
import dev.sluice.call.request.SchedulingHints;
import dev.sluice.call.runtime.Body;
import dev.sluice.call.runtime.VirtualLoop;
import dev.sluice.config.policy.BreakerConfig;
import dev.sluice.stats.BreakerStats;
import dev.sluice.stats.State;
import dev.sluice.stats.Transition;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// A breaker in virtual time, and attempts that pass it by hand.
public final class Rig {
  public static final Failed DOWN =
      new Failed.Unreachable(Failed.Obstacle.REFUSED, "nobody listens");
  public static final Failed BROKEN = new Failed.BadAnswer(Failed.Flaw.TRUNCATED, "cut");
  public static final Failed THROTTLED =
      new Failed.Throttled(Failed.Dimension.REQUESTS, Optional.empty(), "slow down");

  private static final ByteBuf ZEROS = Unpooled.wrappedBuffer(new byte[1 << 20]);

  public final VirtualLoop loop = new VirtualLoop();
  public final Breakers breakers;
  public final Breaker breaker;
  public final List<Notice> told = new ArrayList<>();
  public Optional<Duration> learned = Optional.empty();
  public boolean paused;
  public boolean silent;
  private final BreakerStats chat;
  private int calls;

  public Rig(BreakerConfig config) {
    this(config, 7);
  }

  public Rig(BreakerConfig config, long seed) {
    this(config, seed, BreakerContext.Joining.NOBODY);
  }

  /// One whose circuits other processes have, too.
  Rig(BreakerConfig config, long seed, BreakerContext.Joining joining) {
    var random = new SplittableRandom(seed);
    var around =
        new BreakerContext(
            (_, _) -> usual(), (_, _) -> silent, (_, _) -> paused, () -> random, joining);
    breakers = new Breakers(around, told::add, loop.nanos());
    breaker = breakers.of("p/m", EnumSet.of(Operation.CHAT, Operation.EMBEDDINGS), config);
    chat = breakers.readouts().getFirst();
  }

  private Optional<LatencyBaseline> usual() {
    return learned.map(most -> new LatencyBaseline(most.dividedBy(3), most));
  }

  public State state() {
    return chat.state();
  }

  public long changes(Transition why) {
    return chat.changes(why);
  }

  public long openings() {
    return changes(Transition.FAILURES)
        + changes(Transition.FAILURE_RATE)
        + changes(Transition.SLOW)
        + changes(Transition.ONE_CALLER);
  }

  public void advance(Duration by) {
    loop.advance(by);
  }

  public Call call(Band band) {
    return call(new SchedulingHints(band, "*", 0), 2);
  }

  /// A call of this caller with a body of so many bytes.
  public Call call(String caller, int size) {
    return call(SchedulingHints.NONE.by(caller), size);
  }

  /// A call of this caller that wants its answer whole.
  Call whole(String caller) {
    return Calls.whole(loop, "m").withHints(SchedulingHints.NONE.by(caller));
  }

  public Call call(SchedulingHints hints, int size) {
    Call call = Calls.streamed(loop, "m").withHints(hints);
    return new Call(
        "call-" + calls++,
        call.operation(),
        call.facts(),
        new Body(ZEROS.slice(0, size), () -> {}),
        call.headers(),
        call.arrived(),
        call.deadline(),
        loop,
        call.hints(),
        call.failedTargets(),
        Call.Trace.NONE,
        Payer.NOBODY,
        "",
        CallOrigin.NONE);
  }

  /// An attempt, if the gate lets one through while there are other targets.
  public Optional<Attempt> ask() {
    return ask(call(Band.NORMAL), false);
  }

  /// An attempt, if the gate lets one through since there is no other target.
  public Optional<Attempt> askLast() {
    return ask(call(Band.NORMAL), true);
  }

  public Optional<Attempt> ask(Call call, boolean last) {
    return breaker.closed(call, last, loop.nanos()).isPresent()
        ? Optional.empty()
        : Optional.of(new Attempt(breaker.enter(call, loop.nanos())));
  }

  public Attempt enter() {
    return ask().orElseThrow();
  }

  /// Whether it is closed even to calls that have no other target.
  public boolean refusesLast() {
    return breaker.closed(call(Band.NORMAL), true, loop.nanos()).isPresent();
  }

  /// When the gate says that it is worth to ask again.
  public Duration closedFor(boolean last) {
    Gate.Closed closed = breaker.closed(call(Band.NORMAL), last, loop.nanos()).orElseThrow();
    return Duration.ofNanos(closed.until() - loop.nanos());
  }

  public void fail(int times) {
    for (int i = 0; i < times; i++) {
      enter().end(DOWN);
    }
  }

  public void succeed(int times) {
    for (int i = 0; i < times; i++) {
      enter().answer();
    }
  }

  /// Opens it.
  public void open() {
    fail(5);
  }

  /// Makes it open also to calls that have no other target.
  void kill() {
    for (int i = 0; i < 10; i++) {
      askLast().orElseThrow().end(DOWN);
    }
  }

  /// An attempt that has been let through.
  public final class Attempt {
    private final Permit permit;
    private final long begun = loop.nanos();
    private @Nullable Long started;

    private Attempt(Permit permit) {
      this.permit = permit;
    }

    public Attempt start() {
      started = loop.nanos();
      permit.started(started);
      return this;
    }

    public void end(Outcome outcome) {
      OptionalLong at = started == null ? OptionalLong.empty() : OptionalLong.of(started);
      permit.settle(new AttemptResult(outcome, Usage.NONE, begun, at, loop.nanos()));
    }

    public void answer() {
      start().end(new Answered());
    }
  }
}
