package dev.sluice.lab.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Set;
import org.junit.jupiter.api.Test;

class BatchLabTest {

  /// The long form is `./sluice lab batch --only sameness`.
  @Test
  void answers_are_the_same_as_alone_whatever_fails() throws Exception {
    assertThat(new EquivalenceCheck(3000, 1).run())
        .allSatisfy(c -> assertThat(c.holds()).as(c.what()).isTrue());
  }

  @Test
  void a_bound_holds_from_one_side() {
    assertThat(Check.atMost("x", 1, 1).holds()).isTrue();
    assertThat(Check.atMost("x", 1.01, 1).holds()).isFalse();
    assertThat(Check.atLeast("x", 1, 1).holds()).isTrue();
    assertThat(Check.atLeast("x", 0.99, 1).holds()).isFalse();
  }

  @Test
  void nothing_to_measure_is_refused() {
    assertThatThrownBy(() -> new BatchOptions(Set.of(), 0, 1, 1))
        .hasMessageContaining("seconds is 0");
  }

  @Test
  void random_calls_are_always_the_same() {
    assertThat(RandomCalls.rest(3, 17)).isEqualTo(RandomCalls.rest(3, 17));
    assertThat(RandomCalls.rest(3, 17)).isNotEqualTo(RandomCalls.rest(4, 17));
  }
}
