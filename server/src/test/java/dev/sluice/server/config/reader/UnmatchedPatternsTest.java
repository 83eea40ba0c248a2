package dev.sluice.server.config.reader;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.config.yaml.Doc;
import dev.sluice.config.yaml.Problem;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UnmatchedPatternsTest {
  private static final String ROUTED =
      """
      providers:
        a: {type: openai, key: k, limits: {gpt-5: {rpm: 5}, gpt-6: {rpm: 5}, "*": {rpm: 5}}}
        b: {type: vllm}
      routes:
        fast: {models: [gpt-5, "emb-*"], targets: [{provider: a}]}
        own: {models: ["own/*"], targets: [{provider: b}]}
      """;

  private static List<String> notes(String text) {
    return ConfigFile.of(Doc.parse("sluice.yaml", text, Map.of())).doc().notes().stream()
        .map(Problem::toString)
        .toList();
  }

  @Test
  void a_limit_of_a_model_that_no_target_asks_for_is_noted() {
    assertThat(notes(ROUTED))
        .containsExactly(
            "sluice.yaml:2:62: providers.a.limits.gpt-6 matches no model that a target of it asks"
                + " for, is 'gpt-6': did you mean gpt-5?");
  }

  @Test
  void rows_of_prices_that_count_for_nothing_are_noted() {
    String prices =
        """
        prices:
          models:
            - {provider: openia, model: gpt-5, input: 1}
            - {provider: openai, model: gpt-4*, input: 1}
            - {provider: a, model: "*-large", input: 1}
            - {provider: vllm, model: any, input: 1}
            - {provider: openai, model: gpt-5.*, input: 1}
          discounts: {openia: 0.9}
          default_tier: {openia: flex}
        """;
    assertThat(notes(ROUTED.replace(", gpt-6: {rpm: 5}", "") + prices))
        .containsExactly(
            "sluice.yaml:9:18: prices.models[0].provider is no provider's name or type, is"
                + " 'openia': did you mean openai?",
            "sluice.yaml:10:33: prices.models[1].model matches no model that a target of it asks"
                + " for, is 'gpt-4*': did you mean gpt-5?",
            "sluice.yaml:13:33: prices.models[4].model matches no model that a target of it asks"
                + " for, is 'gpt-5.*': did you mean gpt-5?",
            "sluice.yaml:14:23: prices.discounts.openia is of no provider",
            "sluice.yaml:15:26: prices.default_tier.openia is of no provider");
  }

  @Test
  void what_a_key_may_call_and_nobody_answers_for_is_noted() {
    String keys =
        """
        server:
          keys:
            - {name: one, key: secret-one, models: [gpt-5, gpt-5-mini], routes: [fast, slow]}
            - {name: two, key: secret-two, models: ["own/any", "emb*", "gpt-.*"], routes: ["o*"]}
        """;
    assertThat(notes(ROUTED.replace(", gpt-6: {rpm: 5}", "") + keys))
        .containsExactly(
            "sluice.yaml:9:52: server.keys[0].models[1] matches no model that a route answers for,"
                + " is 'gpt-5-mini'",
            "sluice.yaml:9:80: server.keys[0].routes[1] matches no route, is 'slow'",
            "sluice.yaml:10:64: server.keys[1].models[2] looks like a regular expression, is"
                + " 'gpt-.*': write 'gpt-*'; * alone stands for any characters");
  }

  /// A dot behind a digit is one of a version, and brackets may stand in a name.
  @Test
  void a_pattern_that_matches_is_no_regular_expression_and_none_is_made_wider() {
    String text =
        """
        providers: {a: {type: vllm}}
        server:
          keys:
            - {name: one, key: secret-one, models: ["gpt-4.*", "m(new)[1]", "x.*", "^gpt-4.*", "[ab].*"]}
        routes:
          r: {models: [gpt-4.1, "m(new)[1]", x.y, "gpt-5.*"], targets: [{provider: a}]}
        """;
    assertThat(notes(text))
        .containsExactly(
            "sluice.yaml:4:76: server.keys[0].models[3] looks like a regular expression, is"
                + " '^gpt-4.*': write 'gpt-4.*'; * alone stands for any characters",
            "sluice.yaml:4:88: server.keys[0].models[4] looks like a regular expression, is"
                + " '[ab].*': write each name by itself; * alone stands for any characters");
  }

  @Test
  void a_usual_tier_that_no_price_of_the_provider_knows_is_noted() {
    String text =
        """
        providers: {a: {type: openai, key: k}, b: {type: openai, key: k}}
        prices:
          models: [{provider: b, model: m, input: 1, output: 1, service_tier: {gold: 2}}]
          default_tier: {a: priorty, b: gold}
        """;
    assertThat(notes(text))
        .containsExactly(
            "sluice.yaml:4:21: prices.default_tier.a is a tier that no price of it has a factor"
                + " for, is 'priorty': did you mean priority?");
  }

  @Test
  void keys_in_a_section_are_named_by_their_place_in_its_list() {
    String keys =
        """
        server: {keys: {list: [{name: one, key: secret-one, routes: [slow]}]}}
        """;
    assertThat(notes(ROUTED.replace(", gpt-6: {rpm: 5}", "") + keys))
        .containsExactly(
            "sluice.yaml:7:62: server.keys.list[0].routes[0] matches no route, is 'slow'");
  }

  @Test
  void a_route_for_a_regular_expression_is_noted() {
    String text =
        """
        providers: {a: {type: vllm}}
        routes:
          r: {models: ["gpt-.*", "^claude-3$", "gemini-(pro|flash)", gpt-4.1], targets: [{provider: a}]}
        """;
    assertThat(notes(text))
        .containsExactly(
            "sluice.yaml:3:16: routes.r.models[0] looks like a regular expression, is 'gpt-.*':"
                + " write 'gpt-*'; * alone stands for any characters",
            "sluice.yaml:3:26: routes.r.models[1] looks like a regular expression, is '^claude-3$':"
                + " write 'claude-3'; * alone stands for any characters",
            "sluice.yaml:3:40: routes.r.models[2] looks like a regular expression, is"
                + " 'gemini-(pro|flash)': write each name by itself; * alone stands for any"
                + " characters");
  }

  @Test
  void where_every_model_that_is_listed_may_be_asked_nothing_is_noted() {
    String text =
        """
        providers: {a: {type: openai, key: k, limits: {gpt-5: {rpm: 5}}}}
        server: {keys: [{name: one, key: secret-one, models: [gpt-5], routes: [a]}]}
        prices: {models: [{provider: a, model: gpt-6, input: 1}]}
        """;
    assertThat(notes(text)).isEmpty();
  }

  @Test
  void a_long_file_gets_a_hundred_notes_at_most() {
    StringBuilder keys = new StringBuilder("server:\n  keys:\n");
    for (int i = 0; i < 500; i++) {
      keys.append("    - {name: n%d, key: secret-%d, models: [gpt-4]}\n".formatted(i, i));
    }
    assertThat(notes(ROUTED + keys)).hasSize(100);
  }
}
