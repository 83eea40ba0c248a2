package dev.sluice.internal.admission;

import dev.sluice.call.Answered;
import dev.sluice.call.AttemptResult;
import dev.sluice.call.Call;
import dev.sluice.call.Calls;
import dev.sluice.call.Failed;
import dev.sluice.call.Usage;
import dev.sluice.call.gate.Gate;
import dev.sluice.call.gate.Permit;
import dev.sluice.call.gate.Target;
import dev.sluice.call.pipeline.Observer;
import dev.sluice.call.runtime.Clock;
import dev.sluice.call.runtime.VirtualLoop;
import dev.sluice.config.policy.QueueConfig;
import dev.sluice.internal.admission.queue.Grant;
import dev.sluice.internal.admission.queue.Ticket;
import dev.sluice.testing.Lincheck;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The hand-over of the gates and waiting calls of a controller to another one, while two callers
/// ask for the one slot there is, wait, leave and settle. Whatever happens at the same time, it is
/// as if one had come after the other: never is more granted than there is, no waiting call is
/// forgotten, each grant is settled once.
@Tag("lincheck")
public class HandoverLinearizabilityTest {
  private static final Call CALL = Calls.streamed(new VirtualLoop(), "m");
  private static final Clock STOPPED = new Stopped();

  private final Slot slot = new Slot();
  private final Ledger ledger = new Ledger(1, _ -> 1, _ -> 0);
  private final List<Target> targets =
      List.of(
          new Target(
              "p/m",
              Set.of(dev.sluice.call.request.Operation.CHAT),
              1,
              0,
              List.of(ledger, slot),
              (_, _) -> new Answered()));
  private AdmissionController controller = new AdmissionController(Map.of(), STOPPED);
  private final Admission admission =
      new Admission(
          targets,
          new WeightedPreference(),
          controller,
          controller.route(QueueConfig.defaults(), false),
          new Observer() {},
          STOPPED,
          () -> new SplittableRandom(1));
  private final Caller first = new Caller();
  private final Caller second = new Caller();

  @Operation(nonParallelGroup = "first")
  public String first_asks() {
    return ledger.watch(first::ask);
  }

  @Operation(nonParallelGroup = "first")
  public String first_leaves_or_ends() {
    return ledger.watch(first::end);
  }

  @Operation(nonParallelGroup = "second")
  public String second_asks() {
    return ledger.watch(second::ask);
  }

  @Operation(nonParallelGroup = "second")
  public String second_leaves_or_ends() {
    return ledger.watch(second::end);
  }

  @Operation(nonParallelGroup = "reload")
  public String another_controller_takes_over() {
    return ledger.watch(
        () -> {
          var next = new AdmissionController(Map.of(), STOPPED);
          var handover = new Handover();
          handover.redirectTo(controller, Map.of("p", next));
          handover.bind(admission, targets, next, next.route(QueueConfig.defaults(), false));
          handover.run(() -> {}, 0);
          controller = next;
          return "done";
        });
  }

  @Validate
  public void nothing_is_lost_or_given_twice() {
    boolean waits = first.is(Ticket.State.WAITING) || second.is(Ticket.State.WAITING);
    int held = (first.is(Ticket.State.GRANTED) ? 1 : 0) + (second.is(Ticket.State.GRANTED) ? 1 : 0);
    ledger.audit(held, waits && !slot.taken);
  }

  @Test
  void every_interleaving_is_like_one_after_the_other() {
    new ModelCheckingOptions()
        .invocationTimeout$lincheck(Lincheck.PATIENCE_MS)
        .threads(2)
        .actorsBefore(2)
        .actorsPerThread(2)
        .actorsAfter(2)
        .iterations(4)
        .invocationsPerIteration(50)
        // A forecast adds up what comes by classes, more of them than the loops it allows.
        .loopBound(1_000)
        .check(HandoverLinearizabilityTest.class);
  }

  /// Has at most one call under way.
  private final class Caller {
    private @Nullable Waiter waiter;

    boolean is(Ticket.State state) {
      return waiter != null && waiter.ticket().state() == state;
    }

    String ask() {
      while (waiter == null) {
        Binding here = admission.binding();
        waiter = here.controller().offer(here.route(), CALL, targets, 0);
      }
      return waiter.ticket().state().toString();
    }

    String end() {
      Waiter held = waiter;
      waiter = null;
      if (held == null) {
        return "nothing";
      }
      if (held.ticket().state() == Ticket.State.GRANTED) {
        Grant grant = held.ticket().grant();
        var answered =
            new AttemptResult(new Answered(), Usage.NONE, grant.begun(), OptionalLong.empty(), 0);
        held.owner().settle(grant, answered);
        return "settled";
      }
      held.leave(0);
      return held.ticket().state() == Ticket.State.GRANTED ? "settled" : "left";
    }
  }

  /// One attempt at a time.
  private static final class Slot implements Gate {
    private boolean taken;

    @Override
    public Optional<Closed> closed(Call call, boolean last, long now) {
      var busy = new Failed.Throttled(Failed.Dimension.REQUESTS, Optional.empty(), "busy");
      return taken ? Optional.of(new Closed(busy, now + 1)) : Optional.empty();
    }

    @Override
    public Permit enter(Call call, long now) {
      taken = true;
      return _ -> taken = false;
    }
  }

  /// No time passes.
  private static final class Stopped implements Clock {
    @Override
    public long nanos() {
      return 0;
    }

    @Override
    public Instant wall() {
      return Instant.EPOCH;
    }
  }
}
