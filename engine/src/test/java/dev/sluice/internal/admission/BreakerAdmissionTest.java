package dev.sluice.internal.admission;

import dev.sluice.call.Answered;
import dev.sluice.call.AttemptResult;
import dev.sluice.call.Call;
import dev.sluice.call.Calls;
import dev.sluice.call.Failed;
import dev.sluice.call.Outcome;
import dev.sluice.call.Usage;
import dev.sluice.call.gate.Target;
import dev.sluice.call.request.SchedulingHints;
import dev.sluice.call.runtime.Clock;
import dev.sluice.call.runtime.VirtualLoop;
import dev.sluice.config.policy.BreakerConfig;
import dev.sluice.config.policy.OpenTime;
import dev.sluice.config.policy.QueueConfig;
import dev.sluice.internal.admission.queue.Grant;
import dev.sluice.internal.admission.queue.RouteQueue;
import dev.sluice.internal.admission.queue.Ticket;
import dev.sluice.internal.breaker.BreakerContext;
import dev.sluice.internal.breaker.Breakers;
import dev.sluice.internal.breaker.PauseDetector;
import dev.sluice.testing.Lincheck;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import org.jetbrains.lincheck.datastructures.IntGen;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Param;
import org.jetbrains.lincheck.datastructures.Validate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The breaker as admission uses it: whatever calls and loops do at the same time, it is as if one
/// had come after the other, and each grant is given back once. Each of two callers asks, starts
/// and ends attempts of its own; time is told with each step.
@Tag("lincheck")
@Param(name = "second", gen = IntGen.class, conf = "0:8")
public class BreakerAdmissionTest {
  private static final Failed DOWN = new Failed.Unreachable(Failed.Obstacle.REFUSED, "down");
  private static final Failed BROKEN = new Failed.Overloaded(500, Optional.empty(), "broken");
  private static final Call CALL = Calls.streamed(new VirtualLoop(), "m");
  private static final Call ANOTHER_S = CALL.withHints(SchedulingHints.NONE.by("another"));

  private final Ledger ledger = new Ledger(Double.POSITIVE_INFINITY, _ -> 1, _ -> 0);
  private final AdmissionController controller = new AdmissionController(Map.of(), Clock.SYSTEM);
  private final RouteQueue route = controller.route(QueueConfig.defaults(), false);
  private final List<Target> targets = targets();
  private final Caller first = new Caller(false);
  private final Caller second = new Caller(true);

  /// Small numbers, so that few steps reach every state.
  private List<Target> targets() {
    var open = new OpenTime(Duration.ofSeconds(2), Duration.ofSeconds(4));
    var config = new BreakerConfig(1, Duration.ofSeconds(10), 0.5, 2, open);
    var around =
        new BreakerContext(
            (_, _) -> Optional.empty(),
            (_, _) -> false,
            PauseDetector.NEVER,
            () -> new SplittableRandom(1));
    var operations = Set.of(dev.sluice.call.request.Operation.CHAT);
    var breaker = new Breakers(around, 0).of("p/m", operations, config);
    return List.of(
        new Target("p/m", operations, 1, 0, List.of(ledger, breaker), (_, _) -> new Answered()));
  }

  @Operation(nonParallelGroup = "first")
  public String first_asks(@Param(name = "second") int second) {
    return ledger.watch(() -> first.ask(second));
  }

  @Operation(nonParallelGroup = "first")
  public boolean first_starts(@Param(name = "second") int second) {
    return ledger.watch(() -> first.start(second));
  }

  @Operation(nonParallelGroup = "first")
  public boolean first_ends(@Param(name = "second") int second) {
    return ledger.watch(() -> first.end(new Answered(), second));
  }

  @Operation(nonParallelGroup = "first")
  public boolean first_fails(@Param(name = "second") int second) {
    return ledger.watch(() -> first.end(DOWN, second));
  }

  @Operation(nonParallelGroup = "second")
  public String second_asks(@Param(name = "second") int second) {
    return ledger.watch(() -> this.second.ask(second));
  }

  @Operation(nonParallelGroup = "second")
  public boolean second_leaves(@Param(name = "second") int second) {
    return ledger.watch(() -> this.second.end(new Failed.Cancelled(), second));
  }

  @Operation(nonParallelGroup = "second")
  public boolean second_fails(@Param(name = "second") int second) {
    return ledger.watch(() -> this.second.end(BROKEN, second));
  }

  @Operation
  public boolean is_open_to_others(@Param(name = "second") int second) {
    return ledger.watch(
        () -> controller.ask(route, queue -> queue.open(targets, CALL, nanos(second)) != null));
  }

  @Validate
  public void each_grant_is_settled_once_and_nothing_throws() {
    int held = (first.grant == null ? 0 : 1) + (second.grant == null ? 0 : 1);
    ledger.audit(held, false);
  }

  @Test
  void every_interleaving_is_like_one_after_the_other() {
    new ModelCheckingOptions()
        .invocationTimeout$lincheck(Lincheck.PATIENCE_MS)
        .threads(2)
        .actorsBefore(4)
        .actorsPerThread(3)
        .actorsAfter(2)
        .iterations(15)
        .invocationsPerIteration(200)
        // What has come of late is kept in an array that is longer than the loops it allows.
        .loopBound(1_000)
        .check(BreakerAdmissionTest.class);
  }

  private static long nanos(int second) {
    return Duration.ofSeconds(second).toNanos();
  }

  /// Has at most one attempt under way.
  private final class Caller {
    private final boolean another;
    private @Nullable Grant grant;
    private OptionalLong started = OptionalLong.empty();

    Caller(boolean another) {
      this.another = another;
    }

    String ask(int second) {
      if (grant != null) {
        return "busy";
      }
      Ticket ticket =
          Objects.requireNonNull(
                  controller.offer(route, another ? ANOTHER_S : CALL, targets, nanos(second)))
              .ticket();
      if (ticket.state() != Ticket.State.GRANTED) {
        return ticket.refusal().toString();
      }
      grant = ticket.grant();
      started = OptionalLong.empty();
      return "granted";
    }

    boolean start(int second) {
      if (grant == null || started.isPresent()) {
        return false;
      }
      started = OptionalLong.of(nanos(second));
      controller.started(grant, nanos(second));
      return true;
    }

    boolean end(Outcome outcome, int second) {
      Grant held = grant;
      grant = null;
      if (held != null) {
        controller.settle(
            held, new AttemptResult(outcome, Usage.NONE, held.begun(), started, nanos(second)));
      }
      return held != null;
    }
  }
}
