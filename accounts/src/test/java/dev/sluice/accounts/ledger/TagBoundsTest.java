package dev.sluice.accounts.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.accounts.tag.TagText;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

/// How many tags sums are told apart by.
class TagBoundsTest {
  private static final String MONTH = "2026-11";

  private final TagBounds bounds = new TagBounds();

  private static String tags(String feature, String user) {
    return TagText.of(List.of("feature", "user"), List.of(feature, user));
  }

  private String bounded(String key, String feature, String user) {
    return bounds.bounded(MONTH, key, tags(feature, user));
  }

  @Test
  void values_beyond_the_bound_are_others_and_take_nothing_from_another_tag() {
    for (int i = 0; i < TagBounds.MOST_VALUES; i++) {
      assertThat(bounded("k", "search", "u" + i)).isEqualTo(tags("search", "u" + i));
    }
    assertThat(bounded("k", "search", "late")).isEqualTo(tags("search", "other"));
    assertThat(bounded("k", "chat", "late")).isEqualTo(tags("chat", "other"));
    assertThat(bounded("k", "search", "u7")).isEqualTo(tags("search", "u7"));
  }

  @Test
  void combinations_beyond_the_bound_are_others_whatever_their_values() {
    var random = new Random(20_261_130);
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < 100_000; i++) {
      seen.add(bounded("k", "f" + random.nextInt(100), "u" + random.nextInt(100)));
    }
    assertThat(seen).hasSize(TagBounds.MOST_COMBINATIONS + 1).contains(tags("other", "other"));
  }

  @Test
  void a_key_takes_nothing_from_another_and_a_month_nothing_from_the_next() {
    for (int i = 0; i < 10_000; i++) {
      String _ = bounded("hostile", "f" + i, "u" + i);
    }
    assertThat(bounded("k", "search", "u")).isEqualTo(tags("search", "u"));
    assertThat(bounds.bounded("2026-12", "hostile", tags("search", "u")))
        .isEqualTo(tags("search", "u"));
    assertThat(bounded("hostile", "search", "u")).isEqualTo(tags("other", "other"));
  }

  @Test
  void what_is_no_text_of_tags_has_none() {
    assertThat(bounds.bounded(MONTH, "k", "drop table spend")).isEmpty();
    assertThat(bounds.bounded(MONTH, "k", "")).isEmpty();
  }
}
