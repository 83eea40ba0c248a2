package dev.sluice.lab.prove;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sluice.lab.draw.JsonReport;
import dev.sluice.lab.mechanism.SideBySide;
import dev.sluice.lab.prove.PlannedCall.Kind;
import dev.sluice.lab.prove.PlannedCallResult.End;
import dev.sluice.lab.trace.Excerpt;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ComparedFigureTest {
  private static final List<End> ENDS =
      List.of(End.ANSWERED, End.LIMITED, End.TIMED_OUT, End.FAILED);
  private static final long SECOND = 1_000_000_000;
  private static final Figures SDK = figures(500, 400, 60, 40, 800, 500, 30);
  private static final Figures GOOD = figures(700, 298, 1, 1, 10, 400, 0);

  @Test
  void a_good_run_meets_every_target() {
    assertThat(missed(GOOD)).isEmpty();
  }

  @Test
  void each_target_can_be_missed() {
    assertThat(missed(figures(400, 598, 1, 1, 10, 400, 0)))
        .contains("answered in time", "latency, average", "tokens served");
    assertThat(missed(figures(700, 298, 1, 1, 401, 400, 0)))
        .containsExactly("429s by the providers", "  share of the attempts");
    assertThat(missed(figures(700, 298, 1, 1, 21, 400, 0)))
        .containsExactly("  share of the attempts");
    assertThat(missed(figures(700, 280, 10, 10, 10, 400, 0)))
        .containsExactly("  of calls no limit refused", "timeout rate");
    assertThat(missed(figures(700, 298, 1, 1, 10, 500, 0)))
        .containsExactly("upstream calls per answer");
    assertThat(missed(figures(700, 298, 1, 1, 10, 400, 1)))
        .containsExactly("threads blocked by calls");
  }

  @Test
  void a_call_without_an_answer_counts_with_its_deadline() {
    // 500 answers after 2 s each, 500 calls without one.
    assertThat(SDK.meanLatency()).isEqualTo(16.0);
    assertThat(SDK.latency(99)).isEqualTo(30.0);
  }

  @Test
  void every_report_has_every_row() throws Exception {
    Result result = new Result(options(), 1000, SDK, GOOD);
    JsonNode json = new ObjectMapper().readTree(JsonReport.text(ResultTree.of(result)));
    assertThat(json.get("rows")).hasSize(result.rows().size());
    assertThat(json.get("met").asBoolean()).isTrue();
    for (ComparedFigure row : result.rows()) {
      assertThat(TextReport.of(result)).contains(row.name());
    }
  }

  @Test
  void the_table_fits_a_terminal() {
    Result result = new Result(options(), 1000, SDK, figures(400, 598, 1, 1, 1401, 400, 0));
    assertThat(TextReport.of(result).lines().skip(1)).allMatch(line -> line.length() <= 80);
    assertThat(TextReport.of(result)).contains("MISSED");
  }

  private static List<String> missed(Figures after) {
    return ComparedFigure.of(SDK, after).stream()
        .filter(row -> !row.isMet())
        .map(ComparedFigure::name)
        .toList();
  }

  private static ProveOptions options() {
    return new ProveOptions(
        Excerpt.CONVERSATION.trace(),
        Workload.RETRIEVAL,
        Duration.ofSeconds(60),
        2,
        new SideBySide(List.of(), 1, 1, Optional.empty()));
  }

  /// A thousand calls, those of each end spread evenly over them.
  private static Figures figures(
      int answered,
      int limited,
      int timedOut,
      int failed,
      long throttled,
      long served,
      int blocked) {
    List<PlannedCallResult> results = new ArrayList<>();
    int[] left = {answered, limited, timedOut, failed};
    int[] all = left.clone();
    for (int i = 0; i < 1000; i++) {
      int next = most(left, all);
      left[next]--;
      results.add(result(i, ENDS.get(next)));
    }
    return new Figures(
        results, Duration.ofSeconds(30), 2_000, served, throttled, blocked, List.of());
  }

  private static int most(int[] left, int[] all) {
    int best = 0;
    for (int i = 1; i < left.length; i++) {
      if (left[i] * (long) Math.max(1, all[best]) > left[best] * (long) Math.max(1, all[i])) {
        best = i;
      }
    }
    return best;
  }

  private static PlannedCallResult result(int number, End end) {
    var call = new PlannedCall(number, number * SECOND / 10, Kind.CHAT, true, "{}", 100 + number);
    return new PlannedCallResult(call, end, 1, "", 2 * SECOND);
  }
}
