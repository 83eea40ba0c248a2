package dev.sluice.lab.admit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.request.Band;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Each call is charged 150 tokens at first and 110 in the end.
class BaselinesTest {
  private static final Duration DEADLINE = Duration.ofSeconds(30);

  /// One call fits at a time, a token comes back in a second.
  private static final ProviderRates ONE = new ProviderRates(60, 60_000, Duration.ofSeconds(150));

  private static World run(Contender contender, WorkloadCallFixture calls, ProviderRates rates) {
    var world = new World(calls.list(), rates, DEADLINE, 1);
    world.run(contender.in(world)::arrive);
    return world;
  }

  private static List<Integer> order(World world) {
    CallOutcomes outcomes = world.outcomes();
    return outcomes.calls().stream()
        .filter(outcomes::wasAdmitted)
        .sorted(Comparator.comparingLong(call -> call.arrived() + outcomes.wait(call)))
        .map(WorkloadCall::number)
        .toList();
  }

  @Test
  void the_sdk_gives_up_after_two_repeats() {
    World world = run(Contender.SDK, new WorkloadCallFixture().at(0, Band.NORMAL, 2), ONE);
    WorkloadCall second = world.outcomes().calls().get(1);
    assertThat(world.outcomes().attempts()).isEqualTo(4);
    assertThat(world.outcomes().hasFailed(second)).isTrue();
    // Half a second and a second, less up to a quarter, and three round trips.
    assertThat(world.outcomes().tried(second)).isBetween(1_275_000_000L, 1_650_000_000L);
  }

  @Test
  void the_patient_sdk_repeats_until_its_deadline() {
    World world = run(Contender.PATIENT, new WorkloadCallFixture().at(0, Band.NORMAL, 2), ONE);
    WorkloadCall second = world.outcomes().calls().get(1);
    // 0.5, 1, 2, 4 and 8 s at most, and from there on up to 8 s each.
    assertThat(world.outcomes().attempts()).isBetween(8L, 10L);
    assertThat(world.outcomes().tried(second)).isGreaterThanOrEqualTo(DEADLINE.toNanos());
  }

  @Test
  void the_patient_sdk_gets_through_when_there_is_room_again() {
    ProviderRates more = new ProviderRates(1_800, 60_000, Duration.ofSeconds(5));
    World world = run(Contender.PATIENT, new WorkloadCallFixture().at(0, Band.NORMAL, 2), more);
    assertThat(order(world)).containsExactly(0, 1);
  }

  @Test
  void in_a_fifo_the_first_goes_first() {
    ProviderRates some = new ProviderRates(6_000, 60_000, Duration.ofMillis(1_600));
    WorkloadCallFixture calls =
        new WorkloadCallFixture()
            .at(0, Band.NORMAL)
            .at(1, Band.NORMAL)
            .at(2, Band.CRITICAL)
            .at(3, Band.INTERACTIVE);
    assertThat(order(run(Contender.FIFO, calls, some))).containsExactly(0, 1, 2, 3);
    assertThat(order(run(Contender.STRICT, calls, some))).containsExactly(0, 2, 3, 1);
  }

  @Test
  void a_gateway_that_knows_the_limits_is_not_refused() {
    ProviderRates some = new ProviderRates(6_000, 60_000, Duration.ofSeconds(30));
    World world = run(Contender.FIFO, new WorkloadCallFixture().at(0, Band.NORMAL, 40), some);
    assertThat(world.outcomes().throttles()).isEmpty();
  }

  @Test
  void who_has_waited_to_the_deadline_fails_and_makes_way() {
    World world = run(Contender.FIFO, new WorkloadCallFixture().at(0, Band.NORMAL, 3), ONE);
    CallOutcomes outcomes = world.outcomes();
    assertThat(order(world)).containsExactly(0);
    assertThat(outcomes.tried(outcomes.calls().get(1))).isEqualTo(DEADLINE.toNanos());
    assertThat(outcomes.tried(outcomes.calls().get(2))).isEqualTo(DEADLINE.toNanos());
  }
}
