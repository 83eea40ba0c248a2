package dev.sluice.lab.admit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.request.Band;
import dev.sluice.lab.trace.Excerpt;
import dev.sluice.lab.trace.Trace;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class SluiceTest {
  private static final Duration DEADLINE = Duration.ofSeconds(30);

  private static World run(Knowledge knowledge, List<WorkloadCall> calls, ProviderRates rates) {
    var world = new World(calls, rates, DEADLINE, 1);
    world.run(new Sluice(world, knowledge)::arrive);
    return world;
  }

  @Test
  void a_call_that_has_room_goes_at_once() {
    World world =
        run(
            Knowledge.CONFIGURATION,
            new WorkloadCallFixture().at(0, Band.NORMAL).list(),
            new ProviderRates(60_000, 60, Duration.ofSeconds(60)));
    WorkloadCall call = world.outcomes().calls().getFirst();
    assertThat(world.outcomes().wasAdmitted(call)).isTrue();
    assertThat(world.outcomes().wait(call)).isEqualTo(25_000_000L);
  }

  @Test
  void what_would_wait_too_long_is_refused_at_entry() {
    World world =
        run(
            Knowledge.CONFIGURATION,
            new WorkloadCallFixture().at(0, Band.NORMAL, 400).list(),
            new ProviderRates(2_000, 600, Duration.ofSeconds(60)));
    CallOutcomes outcomes = world.outcomes();
    long atOnce =
        outcomes.calls().stream()
            .filter(c -> outcomes.hasFailed(c) && outcomes.tried(c) == 0)
            .count();
    assertThat(atOnce).isGreaterThan(300);
    assertThat(outcomes.throttles()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Knowledge.class)
  void every_call_of_an_overloaded_excerpt_ends_in_one_way(Knowledge knowledge) {
    Trace trace = Excerpt.CODE.trace();
    World world =
        run(
            knowledge,
            Workload.of(trace, BandShares.DEFAULT, 1),
            ProviderRates.of(trace, 2, Duration.ofSeconds(60)));
    CallOutcomes outcomes = world.outcomes();
    assertThat(outcomes.calls())
        .allMatch(call -> outcomes.wasAdmitted(call) != outcomes.hasFailed(call));
  }
}
