package dev.sluice.internal.choice;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Answered;
import dev.sluice.call.Call;
import dev.sluice.call.Calls;
import dev.sluice.call.Failed;
import dev.sluice.call.Failed.Objection;
import dev.sluice.call.Outcome;
import dev.sluice.call.TestFeed;
import dev.sluice.call.answer.AttemptInfo;
import dev.sluice.call.answer.DiscardingSink;
import dev.sluice.call.answer.Sink;
import dev.sluice.call.gate.Gate;
import dev.sluice.call.gate.Permit;
import dev.sluice.call.gate.Target;
import dev.sluice.call.pipeline.Observer;
import dev.sluice.call.request.Operation;
import dev.sluice.call.runtime.VirtualLoop;
import dev.sluice.config.policy.QueueConfig;
import dev.sluice.config.policy.RetryConfig;
import dev.sluice.config.policy.RoutePolicy.Affinity;
import dev.sluice.config.policy.RoutePolicy.Balance;
import dev.sluice.config.policy.RoutePolicy.Choice;
import dev.sluice.internal.admission.Admission;
import dev.sluice.internal.admission.AdmissionController;
import dev.sluice.internal.admission.TargetPreference;
import dev.sluice.internal.retry.Retry;
import dev.sluice.internal.retry.RetryBudgets;
import dev.sluice.testing.LongForm;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/// Routes, windows, refusals, failures and cancellations at random, in thousands of schedules,
/// through retry, admission and choice. Calls begin while others are under way.
class ChoiceSchedulesTest {
  private static final int SCHEDULES = LongForm.rounds(400, 10_000);

  @Test
  void no_call_is_sent_where_it_was_refused_and_whatever_begins_ends() {
    int moved = 0;
    int answered = 0;
    for (int seed = 0; seed < SCHEDULES; seed++) {
      var schedule = new Schedule(seed);
      schedule.run();
      assertThat(schedule.entered).as("seed %d", seed).isEqualTo(schedule.settled);
      assertThat(schedule.order.underWay()).as("seed %d", seed).isZero();
      moved += schedule.moved;
      answered += schedule.answered;
    }
    assertThat(moved).isGreaterThan(SCHEDULES / 10);
    assertThat(answered).isGreaterThan(SCHEDULES);
  }

  private static final class Schedule {
    private final VirtualLoop loop = new VirtualLoop();
    private final SplittableRandom random;
    private final List<Target> targets = new ArrayList<>();
    private final TargetOrder order;
    private final Retry retry;
    private final Admission admission;
    private int left = 12;
    private int depth;
    private int entered;
    private int settled;
    private int moved;
    private int answered;

    Schedule(long seed) {
      random = new SplittableRandom(seed);
      int count = random.nextInt(1, 5);
      for (int i = 0; i < count; i++) {
        targets.add(target("p" + i + "/m"));
      }
      order = choice().over(targets);
      var controller = new AdmissionController(Map.of(), loop);
      var route = controller.route(QueueConfig.defaults(), false);
      admission =
          new Admission(
              targets, new Chosen(order), controller, route, new Observer() {}, loop, () -> random);
      var budgets = new RetryBudgets();
      retry =
          new Retry(
              random.nextInt(4) == 0 ? RetryConfig.off() : RetryConfig.defaults(),
              true,
              budgets::of,
              admission,
              loop,
              () -> random,
              (_, wait) -> loop.advance(wait));
    }

    private RouteChoice choice() {
      Balance balance = random.nextBoolean() ? Balance.LEAST_BUSY : Balance.WEIGHTED;
      Affinity affinity = random.nextBoolean() ? Affinity.PREFIX : Affinity.OFF;
      return new RouteChoice(
          new Choice(balance, affinity, random.nextBoolean()), (_, _) -> Optional.empty(), loop);
    }

    void run() {
      while (left > 0) {
        loop.advance(Duration.ofSeconds(random.nextInt(100)));
        call();
      }
    }

    private void call() {
      left--;
      Call plain = Calls.chat(loop, "x".repeat(random.nextInt(8_000)));
      Call call = plain.withHints(plain.hints().in(random.nextInt(4)));
      Set<String> refused = new HashSet<>();
      try {
        Outcome outcome = retry.send(call, new DiscardingSink(), (c, s) -> attempt(c, refused, s));
        answered += outcome instanceof Answered ? 1 : 0;
        assertThat(refused.size()).isLessThanOrEqualTo(2);
      } catch (InterruptedException _) {
        assertThat(depth).isNotNegative();
      }
    }

    /// One attempt, of which it is noted where it went.
    private Outcome attempt(Call call, Set<String> refused, Sink sink) throws InterruptedException {
      assertThat(call.failedTargets().unfit()).containsAll(refused);
      moved += call.failedTargets().unfit().isEmpty() ? 0 : 1;
      AttemptInfo before = sink.info().attempt();
      Outcome outcome = admission.send(call, sink);
      AttemptInfo made = sink.info().since(before);
      if (outcome instanceof Failed.Refused && made != null) {
        refused.add(made.target());
      }
      return outcome;
    }

    private Target target(String name) {
      long window = random.nextInt(500, 2_500);
      boolean known = random.nextBoolean();
      return new Target(
          name,
          Set.of(Operation.CHAT),
          Set.of(),
          random.nextInt(1, 4),
          random.nextInt(2),
          known ? OptionalLong.of(window) : OptionalLong.empty(),
          0,
          Set.of(),
          List.of(new Counting()),
          (call, sink) -> answer(name, window, call, sink));
    }

    private Outcome answer(String name, long window, Call call, Sink sink)
        throws InterruptedException {
      sink.attach(TestFeed.of(name));
      assertThat(call.failedTargets().unfit()).doesNotContain(name);
      if (depth < 4 && left > 0 && random.nextInt(3) == 0) {
        depth++;
        call();
        depth--;
      }
      if (call.body().size() / 4 > window) {
        return new Failed.Refused(400, "application/json", "{}", Objection.LENGTH);
      }
      return switch (random.nextInt(8)) {
        case 0 -> new Failed.Overloaded(503, Optional.empty(), "busy");
        case 1 -> new Failed.BadAnswer(Failed.Flaw.TRUNCATED, "cut");
        case 2 -> throw new InterruptedException();
        default -> new Answered();
      };
    }

    /// Counts what passes it.
    private final class Counting implements Gate {
      @Override
      public Optional<Closed> closed(Call call, boolean last, long now) {
        return Optional.empty();
      }

      @Override
      public Permit enter(Call call, long now) {
        entered++;
        return _ -> settled++;
      }
    }
  }

  private record Chosen(TargetOrder by) implements TargetPreference {
    @Override
    public void order(List<Target> tier, List<Target> into, Call call, RandomGenerator random) {
      by.order(tier, into, call, random);
    }

    @Override
    public void granted(Call call, Target target) {
      by.granted(call, target);
    }

    @Override
    public void ended(Target target) {
      by.ended(target);
    }
  }
}
