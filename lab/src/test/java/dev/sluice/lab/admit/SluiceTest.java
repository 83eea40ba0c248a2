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

  private static World run(Knowledge knowledge, List<Demand> calls, Rates rates) {
    var world = new World(calls, rates, DEADLINE, 1);
    world.run(new Sluice(world, knowledge)::arrive);
    return world;
  }

  @Test
  void a_call_that_has_room_goes_at_once() {
    World world =
        run(
            Knowledge.CONFIGURATION,
            new DemandFixture().at(0, Band.NORMAL).list(),
            new Rates(60_000, 60, Duration.ofSeconds(60)));
    Demand call = world.journal().calls().getFirst();
    assertThat(world.journal().wasAdmitted(call)).isTrue();
    assertThat(world.journal().wait(call)).isEqualTo(25_000_000L);
  }

  @Test
  void what_would_wait_too_long_is_refused_at_entry() {
    World world =
        run(
            Knowledge.CONFIGURATION,
            new DemandFixture().at(0, Band.NORMAL, 400).list(),
            new Rates(2_000, 600, Duration.ofSeconds(60)));
    Journal journal = world.journal();
    long atOnce =
        journal.calls().stream().filter(c -> journal.hasFailed(c) && journal.tried(c) == 0).count();
    assertThat(atOnce).isGreaterThan(300);
    assertThat(journal.throttles()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(Knowledge.class)
  void every_call_of_an_overloaded_excerpt_ends_in_one_way(Knowledge knowledge) {
    Trace trace = Excerpt.CODE.trace();
    World world =
        run(
            knowledge,
            Workload.of(trace, Mix.DEFAULT, 1),
            Rates.of(trace, 2, Duration.ofSeconds(60)));
    Journal journal = world.journal();
    assertThat(journal.calls())
        .allMatch(call -> journal.wasAdmitted(call) != journal.hasFailed(call));
  }
}
