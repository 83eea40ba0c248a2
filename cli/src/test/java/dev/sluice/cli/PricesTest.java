package dev.sluice.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class PricesTest {
  @TempDir private Path folder;

  private String file(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text).toString();
  }

  @Test
  void a_target_is_shown_with_its_price_its_source_and_the_cost_of_a_call() {
    Run run =
        Run.of(
            "prices",
            "show",
            "openai/gpt-5",
            "--input",
            "2000",
            "--cached",
            "1000",
            "--output",
            "100");
    assertThat(run.code()).isZero();
    assertThat(run.out())
        .startsWith("openai gpt-5: input 1.25, cache_read 0.125, output 10; web_search 10, ")
        .contains("service_tier priority x2; in batches 0.5 of that")
        .contains("source: genai-prices 0.2.3 and litellm 1.110.2, read 2026-12-01")
        .endsWith("a call (input 1000, cache_read 1000, output 100) costs 0.002375 USD\n");
  }

  @Test
  void a_target_without_a_price_is_told_with_the_remedy() {
    Run run = Run.of("prices", "show", "openai/unheard-of");
    assertThat(run.code()).isEqualTo(1);
    assertThat(run.out())
        .isEqualTo("no price is known of 'openai/unheard-of': add one to prices.models\n");
  }

  @Test
  void the_rows_of_a_provider_are_listed() {
    Run run = Run.of("prices", "list", "--provider", "anthropic");
    assertThat(run.out().lines())
        .hasSizeGreaterThan(10)
        .allMatch(line -> line.startsWith("anthropic claude-"))
        .allMatch(line -> line.contains("read 2026-12-01"));
    assertThat(run.err()).contains("comes with the gateway was read on 2026-12-01, ");
  }

  @Test
  void the_command_alone_says_how_old_the_table_is() {
    Run run = Run.of("prices");
    assertThat(run.code()).isZero();
    assertThat(run.out()).containsPattern("was read on 2026-12-01, \\d+ days? ago");
  }

  @Test
  void another_projects_table_becomes_a_file_that_a_configuration_can_name() throws IOException {
    String table =
        file(
            "litellm.json",
            """
            {"gpt-9": {"litellm_provider": "openai", "input_cost_per_token": 1e-06,
               "output_cost_per_token": 2e-06},
             "odd": {"litellm_provider": "openai", "input_cost_per_token": -1}}
            """);
    Run imported = Run.of("prices", "import", table);
    assertThat(imported.code()).isZero();
    assertThat(imported.err())
        .contains("1 price of LiteLLM's table, 1 row left out")
        .contains("odd: `input` must not be negative");
    String prices = file("prices.json", imported.out());
    String config =
        file(
            "sluice.yaml",
            "providers: {mine: {type: openai, key: k}}\nprices: {files: [\""
                + prices
                + "\"], discounts: {mine: 0.5}}\n");
    Run shown = Run.of("prices", "show", "mine/gpt-9", "-c", config);
    assertThat(shown.out())
        .contains("the provider asks 0.5 of that")
        .endsWith("costs 0.0015 USD\n");
    assertThat(Run.of("prices", "list", "-c", config).out()).startsWith("openai gpt-9: input 1, ");
  }

  @Test
  void a_row_may_have_units_alone_and_pictures_by_their_kind() throws IOException {
    String config =
        file(
            "sluice.yaml",
            """
            providers: {a: {type: openai, key: k}}
            prices:
              models:
                - {provider: a, model: tts-1, character: 0.015}
                - {provider: a, model: dall-e-3, image: 120, image_kind: {1024x1024: 40, hd/1024x1024: 80}}
            """);
    assertThat(Run.of("prices", "list", "--provider", "a", "-c", config).out())
        .contains("a tts-1: character 0.015 (")
        .contains("a dall-e-3: image 120, image 1024x1024 40, image hd/1024x1024 80 (");
  }

  @Test
  void what_is_no_table_is_refused_in_words() throws IOException {
    Run run = Run.of("prices", "import", file("none.json", "{}"));
    assertThat(run.code()).isNotZero();
    assertThat(run.err()).contains("is no table of prices");
    assertThat(Run.of("prices", "import", folder.resolve("gone").toString()).err())
        .contains("cannot be read");
  }

  @Test
  void own_prices_and_budgets_that_are_wrong_are_named_with_their_place() throws IOException {
    String config =
        file(
            "sluice.yaml",
            """
            providers: {a: {type: vllm}}
            prices:
              models:
                - {provider: a, model: m, input: -1}
                - {provider: a, model: x, input: 1, web_search: -2}
                - {provider: a, model: x, input: 1, service_tier: {priority: much}, speed: {fast: 101}}
                - {provider: a, model: m}
              discounts: {a: 2}
            budgets: {all: [5EUR/month], zone: Nowhere, overrun: 0.5}
            """);
    assertThat(Run.of("validate", config).out())
        .contains("prices.models[0] is wrong: `input` must not be negative; it is -1")
        .contains("prices.models[1] is wrong: `web_search` must be from 0 to 1000000; it is -2")
        .contains("prices.models[2].service_tier.priority must be a number of dollars")
        .contains("prices.models[2] is wrong: `speed.fast` must be from 0 to 100; it is 101")
        .contains("prices.models[3] has no price: add `input: DOLLARS`")
        .contains("prices.discounts.a must be from 0 to 1")
        .contains("budgets.all[0] must be in USD, as prices are; EUR is not converted")
        .contains("budgets.zone must be a time zone")
        .contains("budgets.overrun must be a number from 1 to 4");
  }
}
