package dev.sluice.accounts.price;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.accounts.price.Units.Taken;
import dev.sluice.call.Usage;
import dev.sluice.call.request.PricedExtra;
import dev.sluice.call.request.PricedExtras;
import dev.sluice.call.request.PricedExtras.Use;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What a call has taken of what its operation is sold by.
class UnitsTest {
  private static PricedExtras asks(Use use) {
    return new PricedExtras(List.of(use), "", "", "");
  }

  private static Usage.Extras tells(PricedExtra unit, long count) {
    return new Usage.Extras(Map.of(unit, count), "", "", "");
  }

  private static Units images(String kind, long count) {
    return new Units(List.of(new Taken(PricedExtra.IMAGE, kind, count)));
  }

  @ParameterizedTest
  @CsvSource({
    "hd/1024x1024, hd/1024x1024",
    "/1024x1024, 1024x1024",
    "hd/, hd",
    "'', ''",
  })
  void pictures_have_the_kind_that_is_asked_for_without_what_is_left_open(String asked, String is) {
    PricedExtras request = asks(Use.of(PricedExtra.IMAGE, "n", 2, false, asked));
    assertThat(Units.of(request, Usage.Extras.NONE)).isEqualTo(images(is, 2));
  }

  @Test
  void the_answer_counts_where_it_tells() {
    PricedExtras request = asks(Use.of(PricedExtra.IMAGE, "n", 4, false, ""));
    assertThat(Units.of(request, tells(PricedExtra.IMAGE, 3))).isEqualTo(images("", 3));
    assertThat(Units.of(request, tells(PricedExtra.WEB_SEARCH, 3))).isEqualTo(images("", 4));
  }

  @Test
  void a_call_that_is_sold_by_tokens_alone_has_none() {
    assertThat(Units.of(PricedExtras.NONE, tells(PricedExtra.WEB_SEARCH, 3))).isEqualTo(Units.NONE);
    Use sound = Use.of(PricedExtra.AUDIO_SECOND, "file", 0, false, "");
    assertThat(Units.of(asks(sound), Usage.Extras.NONE)).isEqualTo(Units.NONE);
  }

  @Test
  void amounts_saturate() {
    Units most = images("", Long.MAX_VALUE);
    assertThat(most.count(PricedExtra.IMAGE)).isEqualTo(Units.MOST);
    assertThat(most.and(most).count(PricedExtra.IMAGE)).isEqualTo(Units.MOST);
    assertThat(images("", -5)).isEqualTo(Units.NONE);
  }

  @Test
  void a_sum_tells_few_kinds_apart_and_loses_no_picture() {
    Units sum = Units.NONE;
    for (int i = 0; i < 1_000; i++) {
      sum = sum.and(images(i + "x" + i, 2));
    }
    assertThat(sum.taken()).hasSize(33);
    assertThat(sum.count(PricedExtra.IMAGE)).isEqualTo(2_000);
    assertThat(sum.taken()).contains(new Taken(PricedExtra.IMAGE, Units.OTHER, 2_000 - 64));
  }
}
