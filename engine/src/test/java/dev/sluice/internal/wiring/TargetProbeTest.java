package dev.sluice.internal.wiring;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Answered;
import dev.sluice.call.AttemptResult;
import dev.sluice.call.Call;
import dev.sluice.call.Calls;
import dev.sluice.call.Failed;
import dev.sluice.call.FailedTargets;
import dev.sluice.call.Outcome;
import dev.sluice.call.Usage;
import dev.sluice.call.answer.DiscardingSink;
import dev.sluice.call.gate.Gate;
import dev.sluice.call.gate.Permit;
import dev.sluice.call.gate.Target;
import dev.sluice.call.pipeline.Observer;
import dev.sluice.call.request.Operation;
import dev.sluice.call.runtime.VirtualLoop;
import dev.sluice.config.GatewayConfig;
import dev.sluice.config.policy.BreakerConfig;
import dev.sluice.config.policy.BreakerConfig.Probe;
import dev.sluice.config.policy.QueueConfig;
import dev.sluice.internal.admission.Admission;
import dev.sluice.internal.admission.AdmissionController;
import dev.sluice.internal.admission.WeightedPreference;
import dev.sluice.internal.breaker.Breaker;
import dev.sluice.internal.breaker.BreakerContext;
import dev.sluice.internal.breaker.Breakers;
import dev.sluice.internal.probe.Probed;
import dev.sluice.stats.State;
import dev.sluice.stats.Transition;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class TargetProbeTest {
  private static final Failed DOWN =
      new Failed.Unreachable(Failed.Obstacle.REFUSED, "nobody listens");
  private static final Duration LONGEST = Duration.ofSeconds(20);

  private final VirtualLoop loop = new VirtualLoop();
  private final GatewayConfig config = GenerationTest.one("p");
  private final AdmissionControllers controllers = new AdmissionControllers(config, loop);
  private final Breakers breakers = breakers();
  private final Breaker breaker = breaker(Probe.CALL);
  private final List<Operation> asked = new ArrayList<>();
  private final Gate quota = new Quota();
  private final TargetProbe probe =
      new TargetProbe(
          config.providers().getFirst(), "m", breaker, controllers, loop, admission(breaker));

  private Outcome answer = new Answered();
  private boolean full;
  private int taken;
  private int settled;

  /// A quota that is full, or takes all.
  private final class Quota implements Gate {
    @Override
    public Optional<Closed> closed(Call call, boolean last, long now) {
      var why = new Failed.Throttled(Failed.Dimension.REQUESTS, Optional.empty(), "full");
      return full ? Optional.of(new Closed(why, now + LONGEST.toNanos())) : Optional.empty();
    }

    @Override
    public Permit enter(Call call, long now) {
      taken++;
      return _ -> settled++;
    }
  }

  private Breakers breakers() {
    var random = new SplittableRandom(7);
    var around =
        new BreakerContext(
            (_, _) -> Optional.empty(), (_, _) -> false, (_, _) -> false, () -> random);
    return new Breakers(around, loop.nanos());
  }

  private Breaker breaker(Probe by) {
    return breakers.of(
        "p/m",
        EnumSet.of(Operation.CHAT, Operation.EMBEDDINGS, Operation.STORED_RESPONSE),
        BreakerConfig.defaults().with(by));
  }

  private Admission admission(Breaker gate) {
    var operations = EnumSet.of(Operation.CHAT, Operation.EMBEDDINGS);
    var target =
        new Target(
            "p/m",
            operations,
            1,
            0,
            List.of(gate, quota),
            (call, _) -> {
              asked.add(call.operation());
              return answer;
            });
    AdmissionController controller = controllers.of("p");
    return new Admission(
        List.of(target),
        new WeightedPreference(),
        controller,
        controller.route(QueueConfig.defaults(), false),
        new Observer() {},
        loop,
        () -> new SplittableRandom(7));
  }

  @Test
  void nothing_is_due_before_the_open_time_is_over_and_once_a_call_has_come()
      throws InterruptedException {
    assertThat(probe.due()).isEmpty();
    open(Operation.CHAT);
    assertThat(probe.due()).isEmpty();
    loop.advance(LONGEST);
    assertThat(probe.due()).map(Probed.Question::operation).contains(Operation.CHAT);
    ask(Operation.CHAT);
    assertThat(probe.due()).isEmpty();
  }

  @Test
  void an_answer_moves_the_circuit_as_a_callers_probe_does() throws InterruptedException {
    open(Operation.CHAT);
    loop.advance(LONGEST);
    assertThat(probe()).isEqualTo(new Answered());
    assertThat(state(Operation.CHAT)).isEqualTo(State.HALF_OPEN);
    assertThat(changes(Transition.PROBING)).isEqualTo(1);
    assertThat(probe.due()).isEmpty();
    ask(Operation.CHAT);
    ask(Operation.CHAT);
    assertThat(state(Operation.CHAT)).isEqualTo(State.CLOSED);
  }

  @Test
  void a_failure_keeps_it_open_and_for_longer() throws InterruptedException {
    open(Operation.CHAT);
    loop.advance(LONGEST);
    answer = DOWN;
    assertThat(probe()).isEqualTo(DOWN);
    assertThat(state(Operation.CHAT)).isEqualTo(State.OPEN);
    assertThat(changes(Transition.PROBE_FAILED)).isEqualTo(1);
    loop.advance(Duration.ofSeconds(5));
    assertThat(probe.due()).isEmpty();
    loop.advance(LONGEST);
    assertThat(probe.due()).isPresent();
  }

  @Test
  void a_failure_that_the_request_may_be_to_blame_for_keeps_it_open_too()
      throws InterruptedException {
    open(Operation.CHAT);
    loop.advance(LONGEST);
    answer = new Failed.Overloaded(500, Optional.empty(), "broken");
    probe();
    assertThat(state(Operation.CHAT)).isEqualTo(State.OPEN);
  }

  @Test
  void a_probe_takes_from_the_quota_and_gives_back_what_it_has_taken() throws InterruptedException {
    open(Operation.CHAT);
    loop.advance(LONGEST);
    probe();
    assertThat(taken).isEqualTo(1);
    assertThat(settled).isEqualTo(1);
  }

  @Test
  void a_probe_that_the_quota_has_no_room_for_is_not_sent_and_waits_for_nothing()
      throws InterruptedException {
    open(Operation.CHAT);
    loop.advance(LONGEST);
    full = true;
    assertThat(probe()).isInstanceOf(Failed.Throttled.class);
    assertThat(asked).isEmpty();
    assertThat(state(Operation.CHAT)).isEqualTo(State.OPEN);
    full = false;
    assertThat(probe()).isEqualTo(new Answered());
  }

  @Test
  void of_two_circuits_each_gets_its_turn() throws InterruptedException {
    open(Operation.CHAT);
    open(Operation.EMBEDDINGS);
    answer = DOWN;
    asked.clear();
    for (int i = 0; i < 4; i++) {
      loop.advance(LONGEST);
      probe();
    }
    assertThat(asked)
        .containsExactly(
            Operation.CHAT, Operation.EMBEDDINGS, Operation.CHAT, Operation.EMBEDDINGS);
  }

  @Test
  void lists_try_what_no_short_call_can_and_nothing_else() {
    var circuits = new OpenCircuits(breakers, controllers, loop);
    assertThat(circuits.useLists()).isTrue();
    open(Operation.CHAT);
    loop.advance(LONGEST);
    assertThat(circuits.waiting()).isEmpty();
    circuits.listed("p");
    assertThat(state(Operation.CHAT)).isEqualTo(State.OPEN);
    open(Operation.STORED_RESPONSE);
    loop.advance(LONGEST);
    assertThat(circuits.waiting()).containsExactly("p");
    circuits.listed("p");
    assertThat(state(Operation.STORED_RESPONSE)).isEqualTo(State.HALF_OPEN);
    assertThat(probe.due()).map(Probed.Question::operation).contains(Operation.CHAT);
  }

  @Test
  void without_leave_nothing_is_asked_and_names_that_are_passed_on_are_left_to_lists() {
    long now = loop.nanos();
    for (Breaker other :
        List.of(
            breaker(Probe.LIST),
            breaker(Probe.OFF),
            breakers.of(
                "p/*", EnumSet.of(Operation.CHAT), BreakerConfig.defaults().with(Probe.CALL)))) {
      open(other, Operation.CHAT);
      assertThat(other.toProbe(now + LONGEST.toNanos())).isEmpty();
    }
  }

  private Outcome probe() throws InterruptedException {
    Probed.Question question = probe.due().orElseThrow();
    return probe
        .service()
        .send(
            Calls.of(loop, question.operation())
                .withFailedTargets(FailedTargets.NONE.because(FailedTargets.Cause.PROBE)),
            new DiscardingSink());
  }

  private void ask(Operation operation) throws InterruptedException {
    admission(breaker).send(Calls.of(loop, operation), new DiscardingSink());
  }

  private State state(Operation operation) {
    return breakers.readouts().stream()
        .filter(stats -> stats.operation() == operation)
        .findFirst()
        .orElseThrow()
        .state();
  }

  private long changes(Transition why) {
    return breakers.readouts().stream().mapToLong(stats -> stats.changes(why)).sum();
  }

  private void open(Operation operation) {
    open(breaker, operation);
  }

  private void open(Breaker of, Operation operation) {
    for (int i = 0; i < 10; i++) {
      long now = loop.nanos();
      of.enter(Calls.of(loop, operation), now)
          .settle(new AttemptResult(DOWN, Usage.NONE, now, OptionalLong.empty(), now));
    }
  }
}
