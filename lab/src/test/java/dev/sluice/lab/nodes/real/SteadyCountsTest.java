package dev.sluice.lab.nodes.real;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.sluice.lab.nodes.real.RealProvider.Count;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// A limit of 2,000 tokens a second, of which 20,000 may be used at once: 40,000 in ten seconds.
class SteadyCountsTest {
  private static final int SECONDS = 30;

  /// A run in which as much is used as there is, and some calls are refused.
  private static SteadyCounts counts(List<Integer> refusedAt) {
    var counts = new ArrayList<Count>();
    for (int second = 0; second <= SECONDS; second++) {
      int now = second;
      long refused = refusedAt.stream().filter(at -> at < now).count();
      counts.add(new Count(14L * second, refused, 2_000L * second));
    }
    return new SteadyCounts(counts);
  }

  @Test
  void a_quota_that_is_used_whole_and_never_passed_is_so() {
    SteadyCounts found = counts(List.of());

    assertThat(found.used()).isCloseTo(1, within(1e-9));
    assertThat(found.overshoot()).isZero();
    assertThat(found.all().refusedPart()).isZero();
  }

  @Test
  void what_was_refused_within_ten_seconds_counts_as_over() {
    assertThat(counts(List.of(3, 5, 12)).overshoot()).isCloseTo(3 * 200 / 40_000.0, within(1e-9));
    assertThat(counts(List.of(3, 14, 25)).overshoot()).isCloseTo(200 / 40_000.0, within(1e-9));
  }

  @Test
  void a_page_has_what_was_printed_and_nothing_else() {
    var table = new RealTable(System.out);
    table.row(List.of("tls", "<none>", "0", "", "", "", "95 %"), false);
    table.line("over & done");

    assertThat(table.page())
        .contains("&lt;none>", "BROKEN</td>", "<li>over &amp; done</li>")
        .doesNotContain("<none>", "script");
  }
}
