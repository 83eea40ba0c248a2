package dev.sluice.accounts.price;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.call.request.Operation;
import dev.sluice.call.request.PricedExtras;
import dev.sluice.call.request.RequestFacts;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class PriceBookTest {
  private static final long NOW = Instant.parse("2026-11-26T12:00:00Z").toEpochMilli();
  private static final Meters MILLION = Meters.ofText(1_000_000, 0);
  private static final PriceTable BUILT_IN = PriceFiles.builtIn();

  static PriceTable table(String rows) {
    try {
      byte[] json = ("{\"models\": [" + rows + "]}").getBytes(StandardCharsets.UTF_8);
      return PriceFiles.read(new ByteArrayInputStream(json), LocalDate.EPOCH).table();
    } catch (IOException | PriceProblem e) {
      throw new AssertionError(e);
    }
  }

  private static PriceBook book(PriceTable... tables) {
    return new PriceBook(
        List.of(tables),
        Map.of("mine", "openai", "gpu", "vllm"),
        Map.of("mine", new BigDecimal("0.9")));
  }

  private static long dollars(PriceBook book, String target, long at) {
    return book.price(target, at).orElseThrow().nanos(MILLION) / Money.DOLLAR;
  }

  @Test
  void a_region_may_be_dearer_than_all_of_the_world() {
    PriceTable table =
        table(
            "{\"provider\": \"vertex\", \"model\": \"c\", \"input\": 20, \"request\": 7,"
                + " \"regional\": 1.1, \"tiers\": [{\"above\": 100, \"input\": 40}]},"
                + "{\"provider\": \"vertex\", \"model\": \"old\", \"input\": 20}");
    var book =
        new PriceBook(
            List.of(table),
            Map.of("world", "vertex", "europe", "vertex"),
            Map.of("europe", new BigDecimal("0.5")),
            Map.of(),
            Set.of("europe"));
    assertThat(dollars(book, "world/c", NOW)).isEqualTo(40);
    assertThat(dollars(book, "europe/c", NOW)).isEqualTo(22);
    assertThat(dollars(book, "europe/old", NOW)).isEqualTo(10);
    ModelPrice row = book.price("europe/c", NOW).orElseThrow().row();
    assertThat(row.rates().told())
        .containsEntry(Meter.INPUT, new BigDecimal("22"))
        .containsEntry(Meter.REQUEST, new BigDecimal("7"));
    assertThat(row.source()).endsWith("in a region");
  }

  @Test
  void a_regional_factor_is_read_written_and_bounded() throws Exception {
    String row = "{\"provider\": \"vertex\", \"model\": \"c\", \"input\": 1, \"regional\": 1.1}";
    var out = new ByteArrayOutputStream();
    PriceWriter.write(table(row), out);
    assertThat(out.toString(StandardCharsets.UTF_8)).contains("\"regional\" : 1.1");
    assertThatThrownBy(() -> table(row.replace("1.1", "11")))
        .hasMessageContaining("`regional` must be from 0 to 10");
  }

  @Test
  void a_provider_has_its_default_tier() {
    PriceTable table =
        table(
            "{\"provider\": \"openai\", \"model\": \"a\", \"input\": 20,"
                + " \"service_tier\": {\"priority\": 2}}");
    var book =
        new PriceBook(
            List.of(table),
            Map.of("mine", "openai", "other", "openai"),
            Map.of(),
            Map.of("mine", "priority"),
            Set.of());
    for (String provider : List.of("mine", "other")) {
      assertThat(
              book.price(provider + "/a", NOW)
                  .orElseThrow()
                  .mostWith(1_000, PricedExtras.NONE, false))
          .isEqualTo(provider.equals("mine") ? 2_000 : 1_000);
    }
  }

  @Test
  void own_prices_come_before_those_of_a_table() {
    PriceTable own = table("{\"provider\": \"mine\", \"model\": \"a\", \"input\": 10}");
    PriceTable known =
        table(
            "{\"provider\": \"openai\", \"model\": \"a\", \"input\": 20},"
                + "{\"provider\": \"openai\", \"model\": \"b\", \"input\": 30}");
    PriceBook book = book(own, known);
    assertThat(dollars(book, "mine/a", NOW)).isEqualTo(9);
    assertThat(dollars(book, "mine/b", NOW)).isEqualTo(27);
    assertThat(dollars(book, "openai/a", NOW)).isEqualTo(20);
    assertThat(book.price("mine/c", NOW)).isEmpty();
  }

  @Test
  void the_closest_pattern_counts_and_of_the_same_the_newest_that_holds() {
    PriceBook book =
        book(
            table(
                """
                {"provider": "p", "model": "m*", "from": "2026-11-01", "input": 1},
                {"provider": "p", "model": "m-1", "from": "2026-01-01", "input": 2},
                {"provider": "p", "model": "m-1", "from": "2026-11-27", "input": 3},
                {"provider": "p", "model": "m-*", "input": 4}
                """));
    assertThat(dollars(book, "p/m-1", NOW)).isEqualTo(2);
    assertThat(dollars(book, "p/m-2", NOW)).isEqualTo(4);
    assertThat(dollars(book, "p/max", NOW)).isEqualTo(1);
    assertThat(dollars(book, "p/m-1", NOW + 24L * 3600 * 1000)).isEqualTo(3);
    assertThat(dollars(book, "p/m-1", NOW)).isEqualTo(2);
  }

  @Test
  void servers_of_ones_own_ask_for_nothing_unless_a_price_says_so() {
    assertThat(dollars(book(), "gpu/qwen", NOW)).isZero();
    assertThat(dollars(book(), "ollama/qwen", NOW)).isZero();
    PriceBook priced = book(table("{\"provider\": \"gpu\", \"model\": \"*\", \"input\": 2}"));
    assertThat(dollars(priced, "gpu/qwen", NOW)).isEqualTo(2);
  }

  @Test
  void what_is_no_target_has_no_price() {
    assertThat(book().price("", NOW)).isEmpty();
    assertThat(book().price("/m", NOW)).isEmpty();
    assertThat(book().price("m", NOW)).isEmpty();
  }

  @Test
  void names_that_clients_make_up_are_priced_and_not_kept_for_ever() {
    PriceBook book = book(table("{\"provider\": \"p\", \"model\": \"*\", \"input\": 1}"));
    for (int i = 0; i < 10_000; i++) {
      assertThat(dollars(book, "p/" + i, NOW)).isEqualTo(1);
    }
  }

  @Test
  void the_table_that_comes_with_it_says_of_each_row_where_it_is_from_and_of_when() {
    assertThat(BUILT_IN.rows())
        .hasSizeGreaterThan(500)
        .allSatisfy(
            row ->
                assertThat(row.source())
                    .containsPattern("(genai-prices|litellm) \\d+\\.\\d+\\.\\d+")
                    .contains("read " + BUILT_IN.date().orElseThrow()));
  }

  @Test
  void no_model_of_the_table_writes_more_than_a_bound_may_say() {
    assertThat(BUILT_IN.rows())
        .allSatisfy(
            row ->
                assertThat(row.maxOutput().orElse(0)).isLessThanOrEqualTo(RequestFacts.MAX_TOKENS));
  }

  @Test
  void of_two_sources_that_differ_both_are_named_and_the_dearer_counts() {
    ModelPrice row =
        BUILT_IN.find("deepseek", "deepseek-v3.2", LocalDate.of(2026, 11, 30)).orElseThrow();
    assertThat(row.source())
        .contains("genai-prices 0.2.3: input 0.2288, output 0.3432")
        .contains("litellm 1.110.2: input 0.28, cache_read 0.028, output 0.4")
        .contains("the dearer counts");
    assertThat(row.rates().pico(Meter.INPUT)).isEqualTo(280_000);
    assertThat(row.rates().pico(Meter.OUTPUT)).isEqualTo(400_000);
  }

  @Test
  void of_two_sources_that_are_far_apart_one_counts_with_its_reason() {
    ModelPrice row =
        BUILT_IN.find("mistral", "mistral-large-latest", LocalDate.of(2026, 11, 30)).orElseThrow();
    assertThat(row.source())
        .contains("genai-prices 0.2.3: input 2, output 6")
        .contains("litellm 1.110.2: input 0.5, cache_read 0.05, output 1.5")
        .contains("litellm counts: the name has moved to Large 3");
    assertThat(row.rates().pico(Meter.INPUT)).isEqualTo(500_000);
  }

  @Test
  void moderations_are_free_where_their_provider_gives_them_away() {
    PriceBook book = book(BUILT_IN);
    for (String target : List.of("mine/", "openai/text-moderation-9", "openai/")) {
      Price free = book.price(target, Operation.MODERATIONS, NOW).orElseThrow();
      assertThat(free.nanos(MILLION)).isZero();
      assertThat(book.price(target, Operation.RESPONSES, NOW)).isEmpty();
    }
    assertThat(book.price("mistral/", Operation.MODERATIONS, NOW)).isEmpty();
  }

  @Test
  void own_prices_of_moderations_count() {
    PriceBook book = book(table("{\"provider\": \"mine\", \"model\": \"*\", \"input\": 2}"));
    Price price = book.price("mine/", Operation.MODERATIONS, NOW).orElseThrow();
    assertThat(price.nanos(MILLION)).isPositive();
  }

  @Test
  void a_price_that_has_changed_is_known_of_before_and_after() {
    PriceBook book =
        book(
            table(
                """
                {"provider": "openai", "model": "o3", "from": "2025-04-16", "input": 10},
                {"provider": "openai", "model": "o3", "from": "2025-06-10", "input": 2}
                """));
    long before = Instant.parse("2025-05-01T00:00:00Z").toEpochMilli();
    assertThat(dollars(book, "openai/o3", before)).isEqualTo(10);
    assertThat(dollars(book, "openai/o3", NOW)).isEqualTo(2);
  }

  @Test
  void figures_older_than_90_days_are_told_unless_a_newer_table_is_there() {
    LocalDate read = LocalDate.of(2026, 11, 30);
    var table = new PriceTable(List.of(), Optional.of(read));
    assertThat(table.age(read.plusDays(90))).contains("read on 2026-11-30, 90 days ago");
    assertThat(table.age(read.plusDays(91)).orElseThrow())
        .startsWith("read on 2026-11-30, 91 days ago, which is older than 90 days: ");
    assertThat(book(table).old(read.plusDays(90))).isEmpty();
    assertThat(book(table).old(read.plusDays(91)).orElseThrow()).contains("prices.files");
    var newer = new PriceTable(List.of(), Optional.of(read.plusDays(60)));
    assertThat(book(newer, table).old(read.plusDays(91))).isEmpty();
    assertThat(PriceBook.EMPTY.old(read)).isEmpty();
  }
}
