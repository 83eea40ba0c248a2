package dev.sluice.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.request.Operation;
import dev.sluice.stats.BreakerStats;
import dev.sluice.stats.State;
import dev.sluice.stats.Transition;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TroublesTest {
  private static BreakerStats circuit(String target, State state) {
    return new BreakerStats() {
      @Override
      public String target() {
        return target;
      }

      @Override
      public Operation operation() {
        return Operation.CHAT;
      }

      @Override
      public State state() {
        return state;
      }

      @Override
      public State best() {
        return state;
      }

      @Override
      public long changes(Transition why) {
        return 0;
      }

      @Override
      public Optional<Transition> lastChange() {
        return Optional.empty();
      }
    };
  }

  private static Optional<String> words(
      Optional<String> accounting, Set<String> lost, BreakerStats... circuits) {
    return new Troubles(
            () -> accounting, Optional::empty, Optional::empty, () -> lost, () -> List.of(circuits))
        .now();
  }

  @Test
  void nothing_is_said_while_everything_works() {
    assertThat(words(Optional.empty(), Set.of(), circuit("a/m", State.CLOSED))).isEmpty();
  }

  @Test
  void the_store_and_providers_that_are_away_are_told_in_one_line() {
    assertThat(
            words(
                Optional.of("the store is away"),
                Set.of("lost"),
                circuit("lost/m", State.OPEN),
                circuit("open/m", State.OPEN),
                circuit("open/n", State.OPEN),
                circuit("half/m", State.OPEN),
                circuit("half/n", State.HALF_OPEN)))
        .hasValue(
            "the store is away; providers cannot be reached: lost; providers are not asked, since"
                + " all their circuits are open: open");
  }

  @Test
  void so_many_providers_are_named() {
    assertThat(words(Optional.empty(), Set.of("a", "b", "c", "d", "e", "f", "g")))
        .hasValueSatisfying(text -> assertThat(text).endsWith(" and 2 more").hasSizeLessThan(80));
  }
}
