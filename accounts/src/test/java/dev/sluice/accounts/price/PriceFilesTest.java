package dev.sluice.accounts.price;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sluice.call.ModelInfo;
import dev.sluice.call.request.PricedExtra;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PriceFilesTest {
  private static final LocalDate TODAY = LocalDate.of(2026, 11, 26);
  private static final PriceTable BUILT_IN = PriceFiles.builtIn();

  private static PriceFiles.Imported read(String json) throws PriceProblem {
    try {
      var in = new ByteArrayInputStream(json.getBytes(StandardCharsets.UTF_8));
      return PriceFiles.read(in, TODAY);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static ModelPrice find(PriceFiles.Imported of, String provider, String model) {
    return of.table().find(provider, model, TODAY).orElseThrow();
  }

  @Test
  void litellms_table_is_read() throws PriceProblem {
    PriceFiles.Imported read =
        read(
            """
            {"sample_spec": {"litellm_provider": "one of ...", "input_cost_per_token": 0.0},
             "claude-sonnet-4-5": {"litellm_provider": "anthropic", "max_output_tokens": 64000,
               "max_input_tokens": 200000, "supported_modalities": ["text", "image"],
               "input_cost_per_token": 3e-06, "output_cost_per_token": 1.5e-05,
               "cache_read_input_token_cost": 3e-07, "cache_creation_input_token_cost": 3.75e-06,
               "cache_creation_input_token_cost_above_1hr": 6e-06,
               "input_cost_per_token_above_200k_tokens": 6e-06,
               "output_cost_per_token_above_200k_tokens": 2.25e-05,
               "source": "https://example.com/prices"},
             "gemini/gemini-2.5-flash": {"litellm_provider": "gemini",
               "input_cost_per_token": 3e-07, "input_cost_per_audio_token": 1e-06,
               "output_cost_per_token": 2.5e-06, "input_cost_per_token_batches": 1.5e-07},
             "whisper-1": {"litellm_provider": "openai", "input_cost_per_second": 0.0001,
               "mode": "audio_transcription"},
             "dall-e-3": {"litellm_provider": "openai", "input_cost_per_image": 0.04,
               "mode": "image_generation"},
             "hd/1024-x-1024/dall-e-3": {"litellm_provider": "openai",
               "input_cost_per_image": 0.08, "mode": "image_generation"},
             "machine": {"litellm_provider": "bedrock", "input_cost_per_second": 0.04,
               "mode": "chat"},
             "bad": {"litellm_provider": "openai", "input_cost_per_token": -1}}
            """);
    assertThat(read.form()).isEqualTo("LiteLLM");
    assertThat(read.left())
        .containsExactly(
            "hd/1024-x-1024/dall-e-3: is a kind of a model's pictures; say it as `image_kind` of the"
                + " model",
            "bad: `input` must not be negative; it is -1000000");
    ModelPrice dalle = find(read, "openai", "dall-e-3");
    assertThat(dalle.extras().uses().get(PricedExtra.IMAGE)).isEqualByComparingTo("40");
    ModelPrice sonnet = find(read, "anthropic", "claude-sonnet-4-5");
    assertThat(sonnet.rates().pico(Meter.CACHE_READ)).isEqualTo(300_000);
    assertThat(sonnet.rates().pico(Meter.CACHE_WRITE_HOUR)).isEqualTo(6_000_000);
    assertThat(sonnet.maxOutput()).isEqualTo(OptionalLong.of(64_000));
    assertThat(sonnet.info().context()).hasValue(200_000);
    assertThat(sonnet.info().output()).hasValue(64_000);
    assertThat(sonnet.info().reads()).containsExactly("text", "image");
    assertThat(sonnet.rates(200_001).pico(Meter.OUTPUT)).isEqualTo(22_500_000);
    assertThat(sonnet.rates(200_001).pico(Meter.CACHE_READ)).isEqualTo(300_000);
    assertThat(sonnet.source()).isEqualTo("https://example.com/prices (imported 2026-11-26)");
    ModelPrice flash = find(read, "gemini", "gemini-2.5-flash");
    assertThat(flash.rates().pico(Meter.AUDIO_INPUT)).isEqualTo(1_000_000);
    assertThat(flash.batch()).isEqualByComparingTo("0.5");
    ModelPrice whisper = find(read, "openai", "whisper-1");
    assertThat(whisper.extras().uses().get(PricedExtra.AUDIO_SECOND)).isEqualByComparingTo("0.1");
    assertThat(read.table().rows()).hasSize(4);
  }

  @Test
  void genai_prices_table_is_read() throws PriceProblem {
    PriceFiles.Imported read =
        read(
            """
            [{"id": "google", "models": [
               {"id": "gemini-2.5-pro", "match": {"or": [{"equals": "gemini-2.5-pro"},
                   {"starts_with": "gemini-2.5-pro-preview"}]},
                "prices_checked": "2026-10-01",
                "prices": {"input_mtok": {"base": 1.25, "tiers": [{"start": 200000, "price": 2.5}]},
                  "output_mtok": {"base": 10, "tiers": [{"start": 200000, "price": 15}]},
                  "cache_read_mtok": 0.125}}]},
             {"id": "openai", "models": [
               {"id": "o3", "match": {"equals": "o3"}, "prices": [
                 {"prices": {"input_mtok": 10, "output_mtok": 40}},
                 {"constraint": {"start_date": "2025-06-10"},
                  "prices": {"input_mtok": 2, "output_mtok": 8}}]},
               {"id": "odd", "match": {"regex": "^x$"}, "prices": {"input_mtok": 1}},
               {"id": "night", "match": {"equals": "night"}, "prices": [
                 {"constraint": {"start_time": "16:30", "end_time": "00:30"},
                  "prices": {"input_mtok": 1}}]}]}]
            """);
    assertThat(read.form()).isEqualTo("genai-prices");
    ModelPrice pro = find(read, "gemini", "gemini-2.5-pro-preview-06-05");
    assertThat(pro.rates(200_000).pico(Meter.INPUT)).isEqualTo(1_250_000);
    assertThat(pro.rates(200_001).pico(Meter.OUTPUT)).isEqualTo(15_000_000);
    assertThat(pro.rates(200_001).pico(Meter.CACHE_READ)).isEqualTo(125_000);
    assertThat(pro.source()).contains("checked 2026-10-01");
    assertThat(find(read, "openai", "o3").rates().pico(Meter.OUTPUT)).isEqualTo(8_000_000);
    assertThat(read.left())
        .hasSize(2)
        .anyMatch(why -> why.startsWith("openai/odd: its rule for names"))
        .anyMatch(why -> why.startsWith("openai/night: its price depends on the time of day"));
  }

  @Test
  void each_row_of_the_built_in_table_that_writes_text_says_how_much_at_most() {
    assertThat(BUILT_IN.rows())
        .filteredOn(row -> row.rates().pico(Meter.OUTPUT) > 0)
        .filteredOn(row -> !row.model().text().contains("embed"))
        .allSatisfy(row -> assertThat(row.maxOutput()).as("%s", row).isPresent());
    assertThat(builtIn("deepseek", "deepseek-v4-pro-0324").maxOutput()).hasValue(393_216);
    assertThat(builtIn("gemini", "gemini-4-argon-preview-001").maxOutput()).hasValue(65_536);
  }

  @ParameterizedTest
  @CsvSource({
    "gpt-4o-search-preview, 25",
    "gpt-4o-mini-search-preview, 25",
    "gpt-5-search-api, 10"
  })
  void a_question_to_a_model_that_searches_unasked_has_the_price_of_a_search(
      String model, BigDecimal dollars) {
    ModelPrice row = builtIn("openai", model);
    assertThat(row.rates().told().get(Meter.REQUEST)).isEqualByComparingTo(dollars);
    assertThat(row.extras().uses().get(PricedExtra.WEB_SEARCH)).isZero();
  }

  @ParameterizedTest
  @CsvSource({"gpt-4o-audio-preview-2027-01-01, 40, 80", "gpt-4o-mini-audio-preview, 10, 20"})
  void sound_has_the_price_of_the_dearest_sibling_behind_a_pattern(
      String model, BigDecimal in, BigDecimal out) {
    var told = builtIn("openai", model).rates().told();
    assertThat(told.get(Meter.AUDIO_INPUT)).isEqualByComparingTo(in);
    assertThat(told.get(Meter.AUDIO_OUTPUT)).isEqualByComparingTo(out);
  }

  private static ModelPrice builtIn(String provider, String model) {
    return BUILT_IN.find(provider, model, TODAY).orElseThrow();
  }

  @Test
  void prices_of_the_built_in_table_are_those_of_today() {
    assertThat(input("cohere", "embed-multilingual-light-v3.0")).isEqualByComparingTo("0.1");
    assertThat(input("mistral", "mistral-large-latest")).isEqualByComparingTo("0.5");
    assertThat(input("deepseek", "deepseek-reasoner")).isEqualByComparingTo("0.28");
    assertThat(input("deepseek", "deepseek-chat")).isEqualByComparingTo("0.28");
    for (String model : List.of("gpt-4o", "gpt-4o-mini", "gpt-4.1")) {
      assertThat(builtIn("openai", model).extras().uses().get(PricedExtra.WEB_SEARCH))
          .isEqualByComparingTo("25");
    }
  }

  private static BigDecimal input(String provider, String model) {
    return builtIn(provider, model).rates().told().getOrDefault(Meter.INPUT, BigDecimal.ZERO);
  }

  @ParameterizedTest
  @CsvSource({
    "openai, gpt-4, 8192",
    "openai, gpt-4-0613, 8192",
    "openai, babbage-002, 16384",
    "openai, davinci-002, 16384",
    "deepseek, deepseek-r1, 65536"
  })
  void models_write_as_much_as_their_providers_say(String provider, String model, long most) {
    assertThat(builtIn(provider, model).maxOutput()).hasValue(most);
  }

  @ParameterizedTest
  @CsvSource({
    "gemini, gemini-3.6-flash, true",
    "gemini, gemini-3.6-flash-001, true",
    "gemini, gemini-3.6-flash-image, false",
    "anthropic, claude-sonnet-4-5-20250929, true",
    "anthropic, claude-sonnet-4-5@20250929, true",
    "anthropic, claude-sonnet-4-5-ultra, false"
  })
  void versions_have_the_price_of_their_model_and_siblings_have_none(
      String provider, String model, boolean priced) {
    assertThat(BUILT_IN.find(provider, model, TODAY).isPresent()).isEqualTo(priced);
  }

  @Test
  void searches_and_grounded_answers_have_one_price_between_them() {
    assertThatThrownBy(
            () ->
                read(
                    """
                    {"models": [{"provider": "gemini", "model": "g", "input": 1,
                      "web_search": 14, "grounding": 35}]}
                    """))
        .isInstanceOf(PriceProblem.class)
        .hasMessageContaining("`web_search` and `grounding` are two prices for the same");
  }

  @Test
  void a_row_says_what_else_is_known_of_the_model() throws PriceProblem {
    PriceTable table =
        read("""
                {"models": [{"provider": "p", "model": "m", "input": 1,
                  "info": {"context": 8192, "output": 0, "reads": ["text", "a b"]}}]}
                """)
            .table();
    assertThat(table.rows().getFirst().info())
        .isEqualTo(
            new ModelInfo(
                OptionalLong.of(8192), OptionalLong.empty(), List.of("text"), List.of(), Map.of()));
    assertThatThrownBy(
            () ->
                read(
                    """
                    {"models": [{"provider": "p", "model": "m", "input": 1,
                      "info": {"window": 8192}}]}
                    """))
        .isInstanceOf(PriceProblem.class)
        .hasMessageContaining("`window` is not known; known are");
  }

  @Test
  void what_is_written_is_read_again() throws Exception {
    var out = new ByteArrayOutputStream();
    PriceWriter.write(BUILT_IN, out);
    List<ModelPrice> again = read(out.toString(StandardCharsets.UTF_8)).table().rows();
    assertThat(again)
        .zipSatisfy(
            BUILT_IN.rows(), (read, written) -> assertThat(plain(read)).isEqualTo(plain(written)));
  }

  /// All that a row says, with decimals that are equal where their values are. AssertJ's recursive
  /// comparison takes milliseconds a row.
  private static Object plain(Object of) {
    return switch (of) {
      case BigDecimal number -> number.stripTrailingZeros();
      case Rates rates -> plain(rates.told());
      case List<?> list -> list.stream().map(PriceFilesTest::plain).toList();
      case Map<?, ?> map ->
          map.entrySet().stream()
              .collect(Collectors.toMap(Map.Entry::getKey, entry -> plain(entry.getValue())));
      case Record row ->
          Stream.of(row.getClass().getRecordComponents())
              .map(part -> plain(value(row, part)))
              .toList();
      default -> of;
    };
  }

  private static Object value(Record of, RecordComponent part) {
    try {
      return part.getAccessor().invoke(of);
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '^',
      value = {
        "{\"provider\": \"p\", \"model\": \"m\"} | models[0]: has no price",
        "{\"provider\": \"p\", \"model\": \"m\", \"web_search\": 10} | models[0]: has no price",
        "{\"provider\": \"p\", \"model\": \"m\", \"image_kind\": {\"HD/1x1\": 1}} | it has `HD/1x1`",
        "{\"provider\": \"p\", \"model\": \"m\", \"image_kind\": {\"1024-x-1024\": 1}} | no request",
        "{\"provider\": \"p\", \"model\": \"m\", \"image_kind\": {\"a/b/1x1\": 1}} | no request",
        "{\"provider\": \"p\", \"model\": \"m\", \"image_kind\": {\"hd/\": 1}} | no request",
        "{\"provider\": \"p\", \"input\": 1} | models[0]: `model` is missing",
        "{\"provider\": \"p\", \"model\": \"m\", \"input\": \"1\"} | `input` must be a number",
        "{\"provider\": \"p\", \"model\": \"m\", \"input\": -1} | must not be negative",
        "{\"provider\": \"p\", \"model\": \"m\", \"inputs\": 1} | `inputs` is not known",
        "{\"provider\": \"p\", \"model\": \"m\", \"input\": 1, \"from\": \"soon\"} | must be a"
            + " date",
        "{\"provider\": \"p\", \"model\": \"m\", \"input\": 1, \"batch\": 2} | `batch` must be from"
            + " 0",
        "{\"provider\": \"p\", \"model\": \"m\", \"input\": 1, \"tiers\": [{}]} | a tier has no"
            + " `above`",
        "7 | models[0]: must be an object",
      })
  void a_row_that_is_wrong_is_named(String row, String problem) {
    assertThatThrownBy(() -> read("{\"models\": [" + row + "]}"))
        .isInstanceOf(PriceProblem.class)
        .hasMessageContaining(problem);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {"{} | is no table", "[] | is no table", "{ | is no JSON", "1 2 | follows the end"})
  void a_file_that_is_no_table_is_refused_in_words(String file, String problem) {
    assertThatThrownBy(() -> read(file))
        .isInstanceOf(PriceProblem.class)
        .hasMessageContaining(problem);
  }

  @Test
  void an_empty_file_is_refused_in_words() {
    assertThatThrownBy(() -> read("")).isInstanceOf(PriceProblem.class);
  }
}
