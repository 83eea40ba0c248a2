package dev.sluice.lab.overhead;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.sluice.lab.overhead.OverheadOptions.Part;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ComparisonOptionsTest {

  private static ComparisonOptions make(int rounds, Part part, double atMost) {
    return new ComparisonOptions(
        "HEAD~1", rounds, 5, Set.of(part), Optional.empty(), Optional.of(atMost), false);
  }

  @Test
  void too_few_rounds_for_an_interval_are_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> make(5, Part.STREAMS, 1.02))
        .withMessage(
            "5 rounds of 5 seconds: a comparison takes 6 to 1000 rounds of at least 1 second");
  }

  @Test
  void a_part_that_cannot_be_compared_is_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> make(10, Part.START, 1.02))
        .withMessage("START cannot be compared with another revision: leave it out of --only");
  }

  @Test
  void keys_are_compared_alone() {
    assertThat(make(10, Part.KEYS, 1.02).configuration()).isEqualTo(Contender.SLUICE_KEYED);
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                new ComparisonOptions(
                    "HEAD",
                    10,
                    5,
                    Set.of(Part.KEYS, Part.SATURATED),
                    Optional.empty(),
                    Optional.empty(),
                    false))
        .withMessageStartingWith("KEYS is compared alone");
  }

  @Test
  void a_bound_that_nothing_keeps_is_refused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> make(10, Part.STREAMS, Double.NaN))
        .withMessage("a ratio of at most NaN cannot be: give one such as 1.02");
  }
}
