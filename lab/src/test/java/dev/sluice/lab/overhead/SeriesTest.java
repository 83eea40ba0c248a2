package dev.sluice.lab.overhead;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import org.junit.jupiter.api.Test;

class SeriesTest {

  @Test
  void the_median_is_in_the_middle() {
    assertThat(series(3, 1, 2).median()).isEqualTo(2);
    assertThat(series(4, 1, 2, 3).median()).isEqualTo(2.5);
    assertThat(series(7).median()).isEqualTo(7);
  }

  @Test
  void ratios_are_taken_round_by_round() {
    Series ratio = series(10, 40, 9).over(series(10, 20, 3));
    assertThat(ratio.values()).containsExactly(1.0, 2.0, 3.0);
  }

  @Test
  void a_round_that_only_one_has_does_not_count() {
    assertThat(series(5, 6).less(series(1)).values()).containsExactly(4.0);
  }

  @Test
  void it_shows_its_spread_where_it_has_one() {
    assertThat(series(1.5).show(1)).isEqualTo("1.5");
    assertThat(series(1, 3, 2).show(0)).isEqualTo("2 (1 to 3)");
    assertThat(series(54_321).show(0)).isEqualTo("54,321");
  }

  @Test
  void a_series_needs_values() {
    assertThatIllegalArgumentException().isThrownBy(() -> new Series(List.of()));
  }

  private static Series series(double... values) {
    return new Series(java.util.Arrays.stream(values).boxed().toList());
  }
}
