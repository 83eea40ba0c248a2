package dev.sluice.lab.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.lab.batch.BatchOptions.Part;
import dev.sluice.lab.batch.BatchOptions.Reports;
import java.util.Set;
import org.junit.jupiter.api.Test;

class BatchOptionsTest {
  @Test
  void all_parts_are_played_unless_some_are_named() {
    assertThat(new BatchOptions(1, 1_000, 1, 1, Set.of(), Reports.NONE).only())
        .containsExactly(Part.values());
    assertThat(Part.of("limit")).isEqualTo(Part.LIMIT);
    assertThatThrownBy(() -> Part.of("limits"))
        .hasMessage(
            "--only must name parts (kills, starves, sums, delegated, limit, beside, unlimited,"
                + " memory), is 'limits'");
  }

  @Test
  void what_makes_no_sense_is_told() {
    assertThatThrownBy(() -> new BatchOptions(0, 1_000, 1, 1, Set.of(), Reports.NONE))
        .hasMessageContaining("--kills and --runs must be at least 1");
    assertThatThrownBy(() -> new BatchOptions(1, 10, 1, 1, Set.of(), Reports.NONE))
        .hasMessage("--lines must be at least 1000, is 10");
  }
}
