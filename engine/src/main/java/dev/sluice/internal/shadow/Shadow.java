package dev.sluice.internal.shadow;

import dev.sluice.call.Answered;
import dev.sluice.call.Call;
import dev.sluice.call.FailedTargets;
import dev.sluice.call.Outcome;
import dev.sluice.call.answer.DiscardingResponse;
import dev.sluice.call.answer.Sink;
import dev.sluice.call.pipeline.Filter;
import dev.sluice.call.pipeline.Launcher;
import dev.sluice.call.pipeline.Service;
import dev.sluice.call.request.Band;
import dev.sluice.call.request.Cacheability;
import dev.sluice.call.request.SchedulingHints;
import dev.sluice.call.runtime.Body;
import dev.sluice.call.runtime.Bugs;
import dev.sluice.call.runtime.Clock;
import dev.sluice.call.runtime.Deadline;
import dev.sluice.call.runtime.MemoryBudget;
import dev.sluice.call.runtime.Reservation;
import io.netty.buffer.ByteBuf;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/// Filter that sends a copy of some calls to another target once they have been answered. The real
/// call never waits for its copy, fails with it or pays for it.
///
/// Limitations: responses, what a provider stores, and bodies above 256 KiB are never copied. A
/// copy that its target does not take at once is dropped, as are those beyond 32 under way.
public final class Shadow implements Filter {
  /// How many copies may be under way.
  private static final int MOST = 32;

  /// How many times as long as the real call a copy may take; [#LEAST] is the least that it may.
  private static final int TIMES = 4;

  private static final Duration LEAST = Duration.ofSeconds(30);

  private static final SchedulingHints LOWEST =
      new SchedulingHints(Band.BATCH, SchedulingHints.NOBODY, 0);

  private final double share;
  private final Means means;
  private final Supplier<? extends RandomGenerator> random;
  private final AtomicInteger underWay = new AtomicInteger();

  /// The dependencies of shadows.
  ///
  /// @param measured measures the real calls that are copied
  /// @param target takes the copies and measures them
  /// @param memory the budget for the bodies of copies
  /// @param launcher starts the copies
  public record Means(
      Filter measured, Service target, MemoryBudget memory, Launcher launcher, Clock clock) {}

  /// @param share the share of the calls that are copied, from 0 to 1
  /// @param random asked for each draw, on the call's thread
  public Shadow(double share, Means means, Supplier<? extends RandomGenerator> random) {
    this.share = share;
    this.means = means;
    this.random = random;
  }

  @Override
  public boolean passes(Call call) {
    return !mayCopy(call);
  }

  @Override
  public Outcome send(Call call, Sink sink, Service next) throws InterruptedException {
    if (random.get().nextDouble() >= share) {
      return next.send(call, sink);
    }
    // The copy is made when the answer has ended.
    boolean _ = call.body().keep();
    long begun = means.clock().nanos();
    Outcome outcome = means.measured().send(call, sink, next);
    if (outcome instanceof Answered) {
      copy(call, means.clock().nanos() - begun);
    }
    return outcome;
  }

  private static boolean mayCopy(Call call) {
    return !call.operation().isOfResponses() && call.facts().reuse() != Cacheability.NEVER;
  }

  /// @param took how long the real call was under way, in nanoseconds
  private void copy(Call call, long took) {
    if (underWay.incrementAndGet() > MOST) {
      underWay.decrementAndGet();
      return;
    }
    Optional<Body> body = body(call.body().bytes());
    body.ifPresentOrElse(copied -> launch(call, copied, took), underWay::decrementAndGet);
  }

  /// Returns the bytes of the real call as a body for the copy, retained and counted; empty where
  /// memory is short.
  private Optional<Body> body(ByteBuf bytes) {
    Reservation reservation = means.memory().reserve(MemoryBudget.Use.COPY, SchedulingHints.NOBODY);
    if (!reservation.resize(bytes.capacity())) {
      reservation.close();
      return Optional.empty();
    }
    var body = new Body(bytes.retain(), () -> ended(reservation));
    // The end of the body is the copy's.
    boolean _ = body.keep();
    return Optional.of(body);
  }

  private void ended(Reservation reservation) {
    reservation.close();
    underWay.decrementAndGet();
  }

  private void launch(Call call, Body body, long took) {
    long now = means.clock().nanos();
    Duration most = Duration.ofNanos(took).multipliedBy(TIMES);
    Deadline deadline = Deadline.in(most.compareTo(LEAST) > 0 ? most : LEAST, now);
    // A race must not wait for anything.
    Call copy =
        call.with(call.id() + "-shadow", call.facts(), body, deadline, LOWEST)
            .withFailedTargets(FailedTargets.NONE.because(FailedTargets.Cause.RACE));
    try {
      var _ = means.launcher().launch(means.target(), copy, DiscardingResponse.NOBODY);
    } catch (RuntimeException | Error bug) {
      Bugs.report("a copy of call " + call.id() + " could not be started", bug);
      body.close();
    }
  }
}
