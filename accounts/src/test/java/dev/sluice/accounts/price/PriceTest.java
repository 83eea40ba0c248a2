package dev.sluice.accounts.price;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.call.ModelInfo;
import dev.sluice.call.Usage;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class PriceTest {
  private static Rates rates(Object... pairs) {
    var dollars = new EnumMap<Meter, BigDecimal>(Meter.class);
    for (int i = 0; i < pairs.length; i += 2) {
      dollars.put((Meter) pairs[i], new BigDecimal((String) pairs[i + 1]));
    }
    try {
      return Rates.of(dollars);
    } catch (PriceProblem e) {
      throw new AssertionError(e);
    }
  }

  private static ModelPrice row(Rates rates, Tier... tiers) {
    return new ModelPrice(
        "p",
        new ModelPattern("m"),
        LocalDate.EPOCH,
        rates,
        List.of(tiers),
        new BigDecimal("0.5"),
        OptionalLong.empty(),
        ExtraPrices.NONE,
        "a test",
        ModelInfo.UNKNOWN,
        BigDecimal.ONE);
  }

  private static Price price(Rates rates, Tier... tiers) {
    return new Price(row(rates, tiers), BigDecimal.ONE);
  }

  @Test
  void a_sum_is_rounded_once() {
    // 12.5 nano-dollars and 12.5 are 25, not 26.
    Price price = price(rates(Meter.INPUT, "0.0125", Meter.OUTPUT, "0.0125"));
    assertThat(price.nanos(Meters.ofText(1, 0))).isEqualTo(13);
    assertThat(price.nanos(Meters.ofText(1, 1))).isEqualTo(25);
    assertThat(price.nanos(Meters.NONE)).isZero();
  }

  @Test
  void a_meter_without_a_price_costs_what_it_is_a_part_of() {
    Price price = price(rates(Meter.INPUT, "2", Meter.OUTPUT, "8"));
    assertThat(price.nanos(new Meters(0, 10, 10, 10, 10, 10, 0, 0, 0, 1, Units.NONE)))
        .isEqualTo(100_000);
    assertThat(price.nanos(new Meters(0, 0, 0, 0, 0, 0, 0, 10, 10, 1, Units.NONE)))
        .isEqualTo(160_000);
  }

  @Test
  void a_tier_goes_by_the_whole_prompt_and_counts_for_all_of_the_call() {
    var tier = new Tier(1000, rates(Meter.INPUT, "4", Meter.CACHE_READ, "1", Meter.OUTPUT, "10"));
    Price price = price(rates(Meter.INPUT, "2", Meter.CACHE_READ, "0.5", Meter.OUTPUT, "8"), tier);
    assertThat(price.nanos(new Meters(100, 900, 0, 0, 0, 0, 10, 0, 0, 1, Units.NONE)))
        .isEqualTo(730_000);
    assertThat(price.nanos(new Meters(101, 900, 0, 0, 0, 0, 10, 0, 0, 1, Units.NONE)))
        .isEqualTo(1_404_000);
  }

  @Test
  void of_several_tiers_the_highest_that_is_reached_counts() {
    var low = new Tier(10, rates(Meter.INPUT, "2"));
    var high = new Tier(20, rates(Meter.INPUT, "3"));
    Price price = price(rates(Meter.INPUT, "1"), high, low);
    assertThat(price.nanos(Meters.ofText(10, 0))).isEqualTo(10_000);
    assertThat(price.nanos(Meters.ofText(11, 0))).isEqualTo(22_000);
    assertThat(price.nanos(Meters.ofText(21, 0))).isEqualTo(63_000);
  }

  @Test
  void a_discount_and_a_batch_ask_a_part_of_the_price() {
    var price = new Price(row(rates(Meter.INPUT, "1")), new BigDecimal("0.85"));
    assertThat(price.nanos(Meters.ofText(100, 0))).isEqualTo(85_000);
    assertThat(price.inBatches().nanos(Meters.ofText(100, 0))).isEqualTo(42_500);
    var free = new Price(row(rates(Meter.INPUT, "1")), BigDecimal.ZERO);
    assertThat(free.nanos(Meters.ofText(100, 0))).isZero();
  }

  @Test
  void lists_tell_the_price_of_the_table_whatever_the_contract_is() {
    ModelPrice row = row(rates(Meter.INPUT, "2", Meter.OUTPUT, "8", Meter.REQUEST, "5"));
    Price contract = new Price(row, new BigDecimal("0.85"));
    assertThat(contract.info().prices())
        .isEqualTo(new Price(row, BigDecimal.ONE).info().prices())
        .containsEntry("input", new BigDecimal("0.000002"))
        .containsEntry("output", new BigDecimal("0.000008"))
        .containsEntry("request", new BigDecimal("0.005"));
  }

  @Test
  void a_request_has_a_price_of_its_own() {
    Price price = price(rates(Meter.INPUT, "0", Meter.REQUEST, "5"));
    assertThat(price.nanos(Meters.ofText(1000, 10))).isEqualTo(5_000_000);
  }

  @Test
  void what_is_too_much_to_count_is_the_most_that_is_counted() {
    Price price = price(rates(Meter.INPUT, "10000", Meter.OUTPUT, "10000"));
    assertThat(price.nanos(Meters.ofText(Long.MAX_VALUE / 2, 1)))
        .isEqualTo(Long.MAX_VALUE / 1000 + 1);
    var discounted = new Price(price.row(), new BigDecimal("0.999999"));
    assertThat(discounted.nanos(Meters.ofText(100_000_000, 0))).isEqualTo(999_999_000_000_000L);
  }

  @Test
  void a_price_is_never_negative_too_high_or_too_fine() {
    assertThatThrownBy(() -> Rates.of(Map.of(Meter.INPUT, new BigDecimal("-1"))))
        .isInstanceOf(PriceProblem.class)
        .hasMessage("`input` must not be negative; it is -1");
    assertThatThrownBy(() -> Rates.of(Map.of(Meter.OUTPUT, new BigDecimal("10001"))))
        .hasMessageContaining("`output` is too high");
    assertThatThrownBy(() -> Rates.of(Map.of(Meter.INPUT, new BigDecimal("0.0000001"))))
        .hasMessage("`input` must have at most 6 decimals");
  }

  @Test
  void sounds_and_pictures_have_meters_of_their_own_in_both_directions() {
    Usage usage = new Usage(100, 50, 10, false).of(new Usage.Parts(0, 0, 30, 20, 15, 25, 5));
    Meters meters = Meters.of(usage);
    assertThat(meters.audioInput()).isEqualTo(30);
    assertThat(meters.imageInput()).isEqualTo(20);
    assertThat(meters.input()).isEqualTo(40);
    assertThat(meters.audioOutput()).isEqualTo(15);
    assertThat(meters.imageOutput()).isEqualTo(25);
    assertThat(meters.output()).isEqualTo(10);
  }

  @Test
  void parts_that_a_provider_makes_larger_than_the_whole_are_cut() {
    Usage absurd = new Usage(100, 10, 80, false).of(new Usage.Parts(50, 50, 50, 50, 50, 50, 50));
    Meters meters = Meters.of(absurd);
    assertThat(meters.prompt()).isEqualTo(100);
    assertThat(meters.written()).isEqualTo(10);
    assertThat(meters.cacheRead()).isEqualTo(80);
  }

  @Test
  void a_told_zero_is_nothing_and_not_unknown() {
    assertThat(Meters.of(new Usage(0, 0, 0, false))).isEqualTo(Meters.NONE);
    assertThat(Meters.of(new Usage(1, 0, 0, false)).requests()).isEqualTo(1);
    assertThat(Meters.of(new Usage(1, 0, 0, false, 2)).requests()).isEqualTo(2);
  }
}
