package dev.sluice.internal.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Answered;
import dev.sluice.call.Call;
import dev.sluice.call.Calls;
import dev.sluice.call.gate.Target;
import dev.sluice.call.pipeline.Observer;
import dev.sluice.call.request.Operation;
import dev.sluice.call.runtime.VirtualLoop;
import dev.sluice.config.policy.QueueConfig;
import dev.sluice.internal.admission.Admission;
import dev.sluice.internal.admission.AdmissionController;
import dev.sluice.internal.admission.WeightedPreference;
import dev.sluice.internal.race.RaceTriggers.Start;
import dev.sluice.internal.race.RaceTriggers.Trigger;
import dev.sluice.internal.timeout.LatencyRegistry;
import dev.sluice.internal.timeout.Prior;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/// When an attempt is late.
class RaceRulesTest {
  private static final String ONE = "p/one";
  private static final Duration FAST = Duration.ofMillis(200);
  private static final Duration SLOW = Duration.ofSeconds(1);

  private final VirtualLoop loop = new VirtualLoop();
  private final LatencyRegistry registry = new LatencyRegistry();
  private final RaceRules rules = rules(target(ONE), target("p/other"));
  private final Call call = Calls.streamed(loop, "m");

  private Target target(String name) {
    registry.target(name, model -> Prior.of("compatible", model));
    Set<Operation> operations = Set.of(Operation.CHAT);
    return new Target(name, operations, 1, 0, List.of(), (_, _) -> new Answered());
  }

  private RaceRules rules(Target... targets) {
    var controller = new AdmissionController(Map.of(), loop);
    var admission =
        new Admission(
            List.of(targets),
            new WeightedPreference(),
            controller,
            controller.route(QueueConfig.defaults(), false),
            new Observer() {},
            loop,
            () -> new SplittableRandom(1));
    return new RaceRules(
        List.of(targets), Map.of(ONE, _ -> true), registry, admission, new Here(), loop);
  }

  private void answers(int times, Duration after) {
    for (int i = 0; i < times; i++) {
      long now = loop.nanos();
      registry.keep(ONE, call, now).firstTokenTook(call, after.toNanos(), now);
    }
  }

  private Start start() {
    return rules.of(call, ONE).orElseThrow();
  }

  @Test
  void a_first_token_is_late_by_what_is_expected_of_the_model_until_that_is_learned() {
    assertThat(start().trigger()).isEqualTo(Trigger.PRIOR);
    answers(100, FAST);
    assertThat(start().trigger()).isEqualTo(Trigger.QUANTILE);
    assertThat(start().after()).isBetween(FAST.dividedBy(2), FAST.multipliedBy(2));
  }

  @Test
  void a_target_that_has_just_become_slow_is_late_by_what_was_usual() {
    answers(100, FAST);
    Duration before = start().after();
    answers(40, SLOW);
    assertThat(registry.firstToken(ONE, call, 0.975).orElseThrow()).isGreaterThan(before);
    assertThat(start().after()).isLessThanOrEqualTo(before);
  }

  @Test
  void a_target_that_has_just_become_fast_is_late_by_what_it_takes_now() {
    answers(100, SLOW);
    Duration before = start().after();
    answers(60, FAST);
    loop.advance(Duration.ofMinutes(2));
    answers(8_000, FAST);
    assertThat(start().after()).isLessThan(before);
  }
}
