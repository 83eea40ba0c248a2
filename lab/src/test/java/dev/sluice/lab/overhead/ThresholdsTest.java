package dev.sluice.lab.overhead;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.lab.draw.Threshold;
import java.util.List;
import org.junit.jupiter.api.Test;

class ThresholdsTest {
  private final Sheet sheet = new Sheet();

  @Test
  void what_was_not_measured_holds() {
    assertThat(Thresholds.of(sheet)).isNotEmpty().allMatch(Threshold::holds);
  }

  @Test
  void cpu_time_is_held_against_nginx() {
    sheet.add(RoundMeasure.SATURATED_1K_CPU, Contender.NGINX, 20);
    sheet.add(RoundMeasure.SATURATED_1K_CPU, Contender.SLUICE, 28);
    assertThat(broken()).isEmpty();
    sheet.add(RoundMeasure.SATURATED_1K_CPU, Contender.NGINX, 20);
    sheet.add(RoundMeasure.SATURATED_1K_CPU, Contender.SLUICE, 32);
    assertThat(broken()).containsExactly("sluice, to nginx: saturated, 1 KB, CPU per call, us");
  }

  @Test
  void without_nginx_there_is_no_ratio() {
    sheet.add(RoundMeasure.STREAMS_CPU, Contender.SLUICE, 1_000);
    assertThat(broken()).isEmpty();
  }

  @Test
  void latency_is_what_is_added_to_nginx() {
    sheet.add(RoundMeasure.RATE_P50, Contender.NGINX, 200);
    sheet.add(RoundMeasure.RATE_P50, Contender.SLUICE, 251);
    assertThat(broken()).containsExactly("p50 above nginx's at 2,500 calls a second, us");
  }

  @Test
  void memory_has_bounds_of_its_own_whatever_nginx_takes() {
    sheet.add(RoundMeasure.BURST_IDLE, Contender.SLUICE, 110);
    sheet.add(RoundMeasure.BURST_MEMORY, Contender.SLUICE, 180);
    assertThat(broken()).isEmpty();
    sheet.add(RoundMeasure.OPEN_MEMORY, Contender.SLUICE, 201);
    assertThat(broken()).containsExactly("5,000 open streams: resident memory, MiB");
  }

  @Test
  void the_pauses_are_those_of_the_process_with_the_cache() {
    sheet.add(RoundMeasure.CACHE_PAUSE, Contender.SLUICE_CACHING, 61);
    assertThat(broken()).containsExactly("full cache of 1 GiB: longest pause, ms");
  }

  @Test
  void the_first_seconds_have_a_bound_and_the_later_ones_that_of_nginx() {
    sheet.add(RoundMeasure.MINUTE_P99_5, Contender.SLUICE, 10_001);
    sheet.add(RoundMeasure.MINUTE_P99_LATER, Contender.NGINX, 300);
    sheet.add(RoundMeasure.MINUTE_P99_LATER, Contender.SLUICE, 601);
    assertThat(broken())
        .containsExactly(
            "first minute: p99, 0 to 5 s, us",
            "sluice, to nginx: first minute, p99, 10 to 60 s, us");
  }

  @Test
  void bounds_from_below_hold_above() {
    sheet.add(RoundMeasure.START_CALLS, Contender.SLUICE, 3_000);
    sheet.add(RoundMeasure.OPEN_COMPLETE, Contender.SLUICE, 4_999);
    assertThat(broken()).containsExactly("5,000 open streams: complete");
  }

  @Test
  void what_saves_calls_is_held_against_the_same_without_it() {
    for (int round = 0; round < 3; round++) {
      sheet.add(RoundMeasure.SAVING_CPU, Contender.SLUICE, 50);
      sheet.add(RoundMeasure.SAVING_CPU, Contender.SLUICE_SAVING, round == 0 ? 60 : 53.9);
    }
    assertThat(broken()).isEmpty();
    sheet.add(RoundMeasure.SAVING_CPU, Contender.SLUICE, 49);
    sheet.add(RoundMeasure.SAVING_CPU, Contender.SLUICE_SAVING, 54);
    sheet.add(RoundMeasure.SAVING_CPU, Contender.SLUICE, 49);
    sheet.add(RoundMeasure.SAVING_CPU, Contender.SLUICE_SAVING, 54);
    assertThat(broken())
        .containsExactly("sluice, saving calls, to sluice: nothing to save, CPU per call, us");
  }

  @Test
  void nine_of_ten_calls_are_kept_beside_wrong_keys() {
    sheet.add(RoundMeasure.GUESSES_KEPT, Contender.SLUICE_KEYED, 90);
    assertThat(broken()).isEmpty();
    sheet.add(RoundMeasure.GUESSES_KEPT, Contender.SLUICE_KEYED, 88);
    assertThat(broken()).containsExactly("10,000 wrong keys a second: what is kept of them, %");
  }

  private List<String> broken() {
    return Thresholds.of(sheet).stream().filter(t -> !t.holds()).map(Threshold::what).toList();
  }
}
