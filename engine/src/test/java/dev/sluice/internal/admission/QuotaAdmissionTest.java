package dev.sluice.internal.admission;

import dev.sluice.call.Answered;
import dev.sluice.call.AttemptResult;
import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.Outcome;
import dev.sluice.call.Usage;
import dev.sluice.call.gate.Target;
import dev.sluice.call.request.RequestFacts;
import dev.sluice.call.runtime.Body;
import dev.sluice.call.runtime.Clock;
import dev.sluice.call.runtime.Deadline;
import dev.sluice.call.runtime.VirtualLoop;
import dev.sluice.config.policy.QueueConfig;
import dev.sluice.config.quota.ChargeTerms;
import dev.sluice.config.quota.Dimension;
import dev.sluice.config.quota.QuotaLimits;
import dev.sluice.internal.admission.queue.Grant;
import dev.sluice.internal.admission.queue.RouteQueue;
import dev.sluice.internal.admission.queue.Ticket;
import dev.sluice.internal.quota.TestQuota;
import dev.sluice.stats.QuotaGauges;
import dev.sluice.testing.Lincheck;
import io.netty.buffer.Unpooled;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;
import org.jetbrains.lincheck.datastructures.ModelCheckingOptions;
import org.jetbrains.lincheck.datastructures.Operation;
import org.jetbrains.lincheck.datastructures.Validate;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// A vector of buckets as calls' threads use it: two callers reserve requests, tokens and a slot of
/// a quota that holds the call of one of them only. Whatever they do at the same time, it is as if
/// one had come after the other: never is more reserved than there is, what is not used comes back,
/// each reservation is settled once.
@Tag("lincheck")
public class QuotaAdmissionTest {
  private static final long TPM = 30_000;

  private static final Call SHORT = call(2_500);
  private static final Call LONG = call(3_000);

  /// What ten seconds are worth.
  private static final double AT_ONCE = TPM / 6.0;

  private final TestQuota quota =
      new TestQuota(
          new QuotaLimits(
              OptionalLong.of(60),
              OptionalLong.of(TPM),
              OptionalLong.empty(),
              OptionalLong.empty(),
              OptionalLong.empty(),
              Optional.of(Duration.ofSeconds(10)),
              OptionalInt.of(2),
              OptionalLong.empty(),
              ChargeTerms.NONE));
  private final Ledger ledger =
      new Ledger(
          AT_ONCE,
          quota::tokens,
          attempt -> attempt.outcome() instanceof Answered ? attempt.usage().output() : 0);
  private final AdmissionController controller = new AdmissionController(Map.of(), new Stopped());
  private final RouteQueue route = controller.route(QueueConfig.defaults(), false);
  private final List<Target> targets =
      List.of(
          new Target(
              "p/m",
              Set.of(dev.sluice.call.request.Operation.CHAT),
              1,
              0,
              List.of(ledger, quota.gate()),
              (_, _) -> new Answered()));
  private final Caller first = new Caller(() -> SHORT);
  private final Caller second = new Caller(() -> LONG);

  @Operation(nonParallelGroup = "first")
  public String first_asks() {
    return ledger.watch(first::ask);
  }

  @Operation(nonParallelGroup = "first")
  public String first_is_answered_or_leaves() {
    return ledger.watch(() -> first.end(new Answered()));
  }

  @Operation(nonParallelGroup = "first")
  public String first_reaches_nobody_or_leaves() {
    return ledger.watch(() -> first.end(new Failed.Unreachable(Failed.Obstacle.REFUSED, "")));
  }

  @Operation(nonParallelGroup = "second")
  public String second_asks() {
    return ledger.watch(second::ask);
  }

  @Operation(nonParallelGroup = "second")
  public String second_is_answered_or_leaves() {
    return ledger.watch(() -> second.end(new Answered()));
  }

  @Operation
  public List<Long> what_is_reserved() {
    return controller.ask(
        () -> {
          QuotaGauges gauges = quota.gauges();
          return List.of(
              (long) gauges.inFlight(),
              Math.round(gauges.of(Dimension.REQUESTS).reserved()),
              Math.round(gauges.of(Dimension.TOKENS).reserved()),
              Math.round(gauges.of(Dimension.TOKENS).remaining()));
        });
  }

  @Validate
  public void nothing_is_lost_or_given_twice() {
    int held = (first.is(Ticket.State.GRANTED) ? 1 : 0) + (second.is(Ticket.State.GRANTED) ? 1 : 0);
    ledger.audit(held, first.isForgotten() || second.isForgotten());
  }

  @Test
  void every_interleaving_is_like_one_after_the_other() {
    new ModelCheckingOptions()
        .invocationTimeout$lincheck(Lincheck.PATIENCE_MS)
        .threads(2)
        .actorsBefore(2)
        .actorsPerThread(3)
        .actorsAfter(3)
        .iterations(6)
        .invocationsPerIteration(100)
        // A forecast adds up what comes by classes, more of them than the loops it allows.
        .loopBound(1_000)
        .check(QuotaAdmissionTest.class);
  }

  /// A call that may write so much, and sends next to nothing.
  private static Call call(int maxTokens) {
    return new Call(
        "call",
        dev.sluice.call.request.Operation.CHAT,
        new RequestFacts("m", 0, 0, true, false, OptionalLong.of(maxTokens), false),
        new Body(Unpooled.EMPTY_BUFFER, () -> {}),
        Map.of(),
        0,
        new Deadline(Long.MAX_VALUE / 4),
        new VirtualLoop());
  }

  /// Has at most one call under way.
  private final class Caller {
    private final Supplier<Call> call;
    private @Nullable Waiter waiter;

    /// @param call not the call itself, since Lincheck looks into whatever a test holds
    Caller(Supplier<Call> call) {
      this.call = call;
    }

    boolean is(Ticket.State state) {
      return waiter != null && waiter.ticket().state() == state;
    }

    /// Whether it waits and could go.
    boolean isForgotten() {
      return is(Ticket.State.WAITING) && quota.isOpen(call.get());
    }

    String ask() {
      if (waiter == null) {
        waiter = controller.offer(route, call.get(), targets, 0);
      }
      return Objects.requireNonNull(waiter).ticket().state().toString();
    }

    String end(Outcome outcome) {
      Waiter left = waiter;
      waiter = null;
      if (left == null) {
        return "nothing";
      }
      Ticket held = left.ticket();
      if (held.state() == Ticket.State.GRANTED) {
        Grant grant = held.grant();
        Usage usage = new Usage(0, 400, 0, false);
        controller.settle(
            grant, new AttemptResult(outcome, usage, grant.begun(), OptionalLong.empty(), 0));
        return "settled";
      }
      left.leave(0);
      return "left " + held.state();
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
