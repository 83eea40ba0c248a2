package dev.sluice.call;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class ModelInfoTest {
  private static final ModelInfo LARGE =
      new ModelInfo(
          OptionalLong.of(400_000),
          OptionalLong.of(128_000),
          List.of("text", "image"),
          List.of("text"),
          Map.of("input", new BigDecimal("0.000001"), "output", new BigDecimal("0.000002")));
  private static final ModelInfo SMALL =
      new ModelInfo(
          OptionalLong.of(200_000),
          OptionalLong.empty(),
          List.of("text"),
          List.of(),
          Map.of("input", new BigDecimal("0.000003")));

  @Test
  void of_two_models_the_lesser_size_common_kinds_and_dearer_prices_count() {
    ModelInfo both = LARGE.and(SMALL);
    assertThat(both.context()).hasValue(200_000);
    assertThat(both.output()).hasValue(128_000);
    assertThat(both.reads()).containsExactly("text");
    assertThat(both.writes()).containsExactly("text");
    assertThat(both.prices()).containsExactly(Map.entry("input", new BigDecimal("0.000003")));
    assertThat(SMALL.and(LARGE)).isEqualTo(both);
  }

  @Test
  void another_source_adds_what_the_first_one_does_not_say() {
    assertThat(SMALL.or(LARGE).context()).hasValue(200_000);
    assertThat(SMALL.or(LARGE).output()).hasValue(128_000);
    assertThat(ModelInfo.UNKNOWN.or(LARGE)).isEqualTo(LARGE);
  }

  @Test
  void numbers_and_words_that_make_no_sense_are_not_said() {
    assertThat(ModelInfo.sizes(OptionalLong.of(0), OptionalLong.of(Long.MAX_VALUE)))
        .isEqualTo(ModelInfo.UNKNOWN);
    var odd = List.of("text", "text", "<script>", "", "x".repeat(17));
    var many = Collections.nCopies(1000, "image").stream().toList();
    ModelInfo info = new ModelInfo(OptionalLong.empty(), OptionalLong.empty(), odd, many, Map.of());
    assertThat(info.reads()).containsExactly("text");
    assertThat(info.writes()).containsExactly("image");
  }
}
