package dev.sluice.batches;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.batches.BatchSlots.Holder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// Who leaves its place for whom.
class BatchSlotsTest {
  private static final long NOW = Duration.ofHours(1).toNanos();

  private final List<Holder> holders = new ArrayList<>();

  private void hold(String id, String team, PauseReason pause, Duration ago) {
    holders.add(new Holder(id, team, pause, NOW - ago.toNanos()));
  }

  private String leaving(String team) {
    return BatchSlots.leaving(holders, team, NOW).map(Holder::id).orElse("none");
  }

  @Test
  void one_that_pauses_leaves_for_another_team_before_one_that_works() {
    hold("busy", "red", PauseReason.NONE, Duration.ofMinutes(9));
    hold("other", "red", PauseReason.NONE, Duration.ofMinutes(9));
    hold("idle", "green", PauseReason.BUDGET, Duration.ZERO);
    assertThat(leaving("blue")).isEqualTo("idle");
  }

  @Test
  void one_that_pauses_leaves_for_its_own_team_after_its_turn() {
    hold("first", "red", PauseReason.KEY, Duration.ofMinutes(4));
    assertThat(leaving("red")).isEqualTo("none");
    hold("second", "red", PauseReason.KEY, Duration.ofMinutes(5));
    assertThat(leaving("red")).isEqualTo("second");
  }

  @Test
  void one_that_works_leaves_where_its_team_has_two_places_more() {
    hold("a", "red", PauseReason.NONE, Duration.ofMinutes(1));
    hold("b", "green", PauseReason.DISK, Duration.ofMinutes(1));
    assertThat(leaving("blue")).isEqualTo("none");
    hold("c", "red", PauseReason.NONE, Duration.ofMinutes(2));
    assertThat(leaving("blue")).isEqualTo("c");
    assertThat(leaving("green")).isEqualTo("none");
    assertThat(leaving("red")).isEqualTo("none");
  }
}
