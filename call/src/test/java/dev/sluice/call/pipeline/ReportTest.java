package dev.sluice.call.pipeline;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.call.Answered;
import dev.sluice.call.Usage;
import dev.sluice.call.answer.AttemptHistory;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ReportTest {
  private static final Duration OWN = Duration.ofMillis(1);

  @Test
  void the_parts_of_a_call_add_up_to_it() {
    assertThat(report(Duration.ofSeconds(10), Duration.ofMillis(10_047)).parts())
        .isEqualTo(new Report.Parts(10_000_000_000L, OWN.toNanos(), 46_000_000L));
  }

  @Test
  void a_wait_behind_the_first_token_is_no_part_of_the_way_there() {
    Report resumed = report(Duration.ofSeconds(10), Duration.ofSeconds(30));
    assertThat(resumed.parts(2_000_000_000L))
        .isEqualTo(new Report.Parts(1_999_000_000L, OWN.toNanos(), 0));
    assertThat(resumed.parts(0)).isEqualTo(new Report.Parts(0, 0, 0));
  }

  private static Report report(Duration queued, Duration took) {
    return Reports.of(
        new Answered(),
        new AttemptHistory("p/m", 1, List.of(), queued),
        took,
        Optional.empty(),
        OWN,
        Usage.NONE,
        true);
  }
}
