package dev.sluice.lab.mechanism;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.config.policy.RoutePolicy;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;

class VariantTest {

  @Test
  void names_are_joined_by_plus() {
    assertThat(Variant.parse("retry")).isEqualTo(new Variant(Set.of(Mechanism.RETRY)));
    assertThat(Variant.parse("race+retry").label()).isEqualTo("without retry+race");
    assertThat(Variant.WHOLE.label()).isEqualTo("all on");
  }

  @Test
  void a_name_that_is_none_is_told_with_those_that_are() {
    assertThatThrownBy(() -> Variant.parse("retry+races"))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith("a mechanism must be one of retry, race, breaker, suspects, ");
  }

  @Test
  void what_is_used_is_on_unless_a_gateway_goes_without_it() {
    Set<Mechanism> used = EnumSet.of(Mechanism.CACHE, Mechanism.COALESCE);
    assertThat(Variant.WHOLE.defaults(used, "queue: {max_wait: 9s}"))
        .isEqualTo("{queue: {max_wait: 9s}, cache: {max: 64MiB}, coalesce: true}");
    assertThat(Variant.parse("cache+retry").defaults(used))
        .isEqualTo("{coalesce: true, retry: off}");
  }

  @Test
  void a_setting_without_a_mechanism_takes_the_place_of_the_one_with_it() {
    assertThat(Variant.parse("breaker").defaults(Set.of(), "breaker: {failures: 3}"))
        .isEqualTo("{breaker: off}");
  }

  @Test
  void what_no_file_can_switch_off_is_changed_in_the_policy() {
    RoutePolicy policy = Variant.parse("suspects").change(RoutePolicy.defaults());
    assertThat(policy.breaker().orElseThrow().suspects()).isFalse();
    assertThat(Variant.WHOLE.change(policy)).isEqualTo(policy);
  }
}
