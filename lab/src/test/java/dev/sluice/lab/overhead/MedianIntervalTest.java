package dev.sluice.lab.overhead;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The ranks and confidences are those of published tables of the sign test.
class MedianIntervalTest {

  @ParameterizedTest
  @CsvSource({
    "6,1,6,0.96875",
    "8,1,8,0.9921875",
    "9,2,8,0.9609375",
    "10,2,9,0.978515625",
    "20,6,15,0.9586",
    "100,40,61,0.9648"
  })
  void the_interval_lies_between_two_ranks(int rounds, int low, int high, double confidence) {
    MedianInterval interval = MedianInterval.of(upTo(rounds));
    assertThat(interval.low()).isEqualTo(low);
    assertThat(interval.high()).isEqualTo(high);
    assertThat(interval.median()).isEqualTo((rounds + 1) / 2.0);
    assertThat(interval.confidence()).isCloseTo(confidence, within(1e-4));
  }

  @Test
  void at_least_95_of_100_intervals_hold_the_median_of_a_skewed_distribution() {
    SplittableRandom random = new SplittableRandom(12);
    long held =
        IntStream.range(0, 10_000)
            .mapToObj(_ -> MedianInterval.of(exponential(random)))
            .filter(interval -> interval.low() <= Math.log(2) && Math.log(2) <= interval.high())
            .count();
    assertThat(held).isBetween(9_700L, 9_850L);
  }

  @Test
  void five_rounds_have_no_interval() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> MedianInterval.of(upTo(5)))
        .withMessage("5 values have no 95 % interval: at least 6 are needed");
  }

  @Test
  void people_read_it_with_three_digits() {
    assertThat(MedianInterval.of(upTo(10)).show()).isEqualTo("5.500 (2.000 to 9.000)");
  }

  private static Series upTo(int rounds) {
    return new Series(IntStream.rangeClosed(1, rounds).mapToObj(i -> (double) i).toList());
  }

  private static Series exponential(SplittableRandom random) {
    return new Series(random.doubles(10).map(x -> -Math.log1p(-x)).boxed().toList());
  }
}
