package dev.sluice.breaker;

import dev.sluice.call.Answered;
import dev.sluice.call.AttemptResult;
import dev.sluice.call.Band;
import dev.sluice.call.Body;
import dev.sluice.call.Call;
import dev.sluice.call.Calls;
import dev.sluice.call.Failed;
import dev.sluice.call.Gate;
import dev.sluice.call.Operation;
import dev.sluice.call.Outcome;
import dev.sluice.call.Permit;
import dev.sluice.call.SchedulingHints;
import dev.sluice.call.Usage;
import dev.sluice.call.VirtualLoop;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/// A breaker in virtual time, and attempts that pass it by hand.
final class Rig {
  static final Failed DOWN = new Failed.Unreachable(Failed.Obstacle.REFUSED, "nobody listens");
  static final Failed BROKEN = new Failed.BadAnswer(Failed.Flaw.TRUNCATED, "cut");
  static final Failed THROTTLED =
      new Failed.Throttled(Failed.Dimension.REQUESTS, Optional.empty(), "slow down");

  private static final ByteBuf ZEROS = Unpooled.wrappedBuffer(new byte[1 << 20]);

  final VirtualLoop loop = new VirtualLoop();
  final Breakers breakers;
  final Breaker breaker;
  Optional<Duration> learned = Optional.empty();
  boolean paused;
  boolean silent;
  private final BreakerStats chat;
  private int calls;

  Rig(BreakerConfig config) {
    this(config, 7);
  }

  Rig(BreakerConfig config, long seed) {
    var random = new SplittableRandom(seed);
    var around =
        new BreakerContext((_, _) -> usual(), (_, _) -> silent, (_, _) -> paused, () -> random);
    breakers = new Breakers(around, loop.nanos());
    breaker = breakers.of("p/m", EnumSet.of(Operation.CHAT, Operation.EMBEDDINGS), config);
    chat = breakers.readouts().getFirst();
  }

  private Optional<LatencyBaseline> usual() {
    return learned.map(most -> new LatencyBaseline(most.dividedBy(3), most));
  }

  State state() {
    return chat.state();
  }

  long changes(Transition why) {
    return chat.changes(why);
  }

  long openings() {
    return changes(Transition.FAILURES)
        + changes(Transition.FAILURE_RATE)
        + changes(Transition.SLOW)
        + changes(Transition.ONE_CALLER);
  }

  void advance(Duration by) {
    loop.advance(by);
  }

  Call call(Band band) {
    return call(new SchedulingHints(band, "*", 0), 2);
  }

  /// A call of this caller with a body of so many bytes.
  Call call(String caller, int size) {
    return call(SchedulingHints.NONE.by(caller), size);
  }

  /// A call of this caller that wants its answer whole.
  Call whole(String caller) {
    return Calls.whole(loop, "m").withClaim(SchedulingHints.NONE.by(caller));
  }

  Call call(SchedulingHints hints, int size) {
    Call call = Calls.streamed(loop, "m").withClaim(hints);
    return new Call(
        "call-" + calls++,
        call.operation(),
        call.facts(),
        new Body(ZEROS.slice(0, size), () -> {}),
        call.headers(),
        call.arrived(),
        call.deadline(),
        loop,
        call.claim(),
        call.tried());
  }

  /// An attempt, if the gate lets one through while there are other targets.
  Optional<Attempt> ask() {
    return ask(call(Band.NORMAL), false);
  }

  /// An attempt, if the gate lets one through since there is no other target.
  Optional<Attempt> askLast() {
    return ask(call(Band.NORMAL), true);
  }

  Optional<Attempt> ask(Call call, boolean last) {
    return breaker.closed(call, last, loop.nanos()).isPresent()
        ? Optional.empty()
        : Optional.of(new Attempt(breaker.enter(call, loop.nanos())));
  }

  Attempt enter() {
    return ask().orElseThrow();
  }

  /// Whether it is closed even to those who have no other target.
  boolean refusesLast() {
    return breaker.closed(call(Band.NORMAL), true, loop.nanos()).isPresent();
  }

  /// When the gate says that it is worth to ask again.
  Duration closedFor(boolean last) {
    Gate.Closed closed = breaker.closed(call(Band.NORMAL), last, loop.nanos()).orElseThrow();
    return Duration.ofNanos(closed.until() - loop.nanos());
  }

  void fail(int times) {
    for (int i = 0; i < times; i++) {
      enter().end(DOWN);
    }
  }

  void succeed(int times) {
    for (int i = 0; i < times; i++) {
      enter().answer();
    }
  }

  /// Opens it.
  void open() {
    fail(5);
  }

  /// Makes it open also to those who have no other target.
  void kill() {
    for (int i = 0; i < 10; i++) {
      askLast().orElseThrow().end(DOWN);
    }
  }

  /// An attempt that has been let through.
  final class Attempt {
    private final Permit permit;
    private final long begun = loop.nanos();
    private @Nullable Long started;

    private Attempt(Permit permit) {
      this.permit = permit;
    }

    Attempt start() {
      started = loop.nanos();
      permit.started(started);
      return this;
    }

    void end(Outcome outcome) {
      OptionalLong at = started == null ? OptionalLong.empty() : OptionalLong.of(started);
      permit.settle(new AttemptResult(outcome, Usage.NONE, begun, at, loop.nanos()));
    }

    void answer() {
      start().end(new Answered());
    }
  }
}
