package dev.sluice.server.batches;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sluice.accounts.terms.BudgetTerms;
import dev.sluice.accounts.terms.CacheRight;
import dev.sluice.accounts.terms.KeyBands;
import dev.sluice.accounts.terms.KeyLimits;
import dev.sluice.accounts.terms.KeyScope;
import dev.sluice.accounts.terms.KeyTerms;
import dev.sluice.accounts.terms.Principal;
import dev.sluice.batches.BatchOrder;
import dev.sluice.batches.Delegates.Here;
import dev.sluice.batches.Delegates.There;
import dev.sluice.call.request.Band;
import dev.sluice.config.yaml.Doc;
import dev.sluice.server.client.Client;
import dev.sluice.server.config.SluiceConfig;
import dev.sluice.server.config.reader.ConfigFile;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Which batches have one target that can run them.
class DelegateTargetsTest {
  private static final String CHAT = "/v1/chat/completions";
  private static final SluiceConfig CONFIG =
      ConfigFile.of(
              Doc.parse(
                  "sluice.yaml",
                  """
                  providers:
                    openai: {type: openai, keys: [sk-1]}
                    azure: {type: azure, url: "https://a.openai.azure.com/openai/v1", keys: [k]}
                    claude: {type: anthropic, keys: [sk-2]}
                    many: {type: openai, keys: [sk-3, sk-4]}
                    bound: {type: openai, keys: [sk-5], default_max_tokens: 100}
                    own: {type: vllm, url: "http://127.0.0.1:8000/v1"}
                  routes:
                    plain: {models: [plain], targets: [{provider: openai, model: gpt}]}
                    passed: {models: [passed], targets: [{provider: openai}]}
                    cloud: {models: [cloud], targets: [{provider: azure, model: ours}]}
                    claude: {models: [claude], targets: [{provider: claude, model: opus}]}
                    fallback: {models: [fallback], targets: [{provider: openai, model: gpt}, {provider: own, model: m, fallback: true}]}
                    two: {models: [two], targets: [{provider: openai, model: gpt}, {provider: azure, model: ours}]}
                    many: {models: [many], targets: [{provider: many, model: gpt}]}
                    bound: {models: [bound], targets: [{provider: bound, model: gpt}]}
                    own: {models: [own], targets: [{provider: own, model: m}]}
                    prefix: {models: ["prefix/*"], targets: [{provider: openai}]}
                  """,
                  Map.of()))
          .config();

  private static Client client(KeyLimits limits) {
    return Client.of(
        new Principal(
            "key",
            "key",
            "red",
            false,
            new KeyTerms(
                KeyScope.ALL,
                KeyBands.upTo(Band.NORMAL),
                CacheRight.FULL,
                limits,
                BudgetTerms.NONE)));
  }

  private static Object choice(String endpoint, KeyLimits limits, String... models) {
    return choice(endpoint, Map.of(), limits, models);
  }

  private static Object choice(
      String endpoint, Map<String, String> headers, KeyLimits limits, String... models) {
    var order = new BatchOrder("team red", "key", endpoint, "file-1", 0, Map.of(), headers);
    return new DelegateTargets(CONFIG, (model, _) -> List.of(model.replaceAll("/.*", "")))
        .choose(order, client(limits), Set.of(models));
  }

  private static Object choice(String model) {
    return choice(CHAT, KeyLimits.NONE, model);
  }

  @ParameterizedTest
  @CsvSource({
    "plain, openai/gpt",
    "passed, openai/passed",
    "cloud, azure/ours",
    "fallback, openai/gpt"
  })
  void a_route_whose_first_tier_is_one_target_leads_there(String model, String target) {
    assertThat(choice(model)).isEqualTo(new There(target));
  }

  @ParameterizedTest
  @CsvSource({
    "two, several targets",
    "many, several credentials",
    "bound, members of the gateway's own",
    "own, no batches",
    "claude, no batches",
    "prefix/m, by a pattern"
  })
  void others_are_called_here(String model, String why) {
    assertThat(choice(model))
        .isInstanceOfSatisfying(Here.class, here -> assertThat(here.why()).contains(why));
  }

  @Test
  void messages_go_to_anthropic_in_their_own_form() {
    assertThat(choice("/v1/messages", KeyLimits.NONE, "claude"))
        .isEqualTo(new There("claude/opus"));
    assertThat(choice("/v1/messages", KeyLimits.NONE, "plain")).isInstanceOf(Here.class);
  }

  @ParameterizedTest
  @CsvSource({
    "anthropic-version, 2023-06-01, true",
    "anthropic-version, 2023-01-01, false",
    "anthropic-beta, context-1m-2025-08-07, false"
  })
  void messages_whose_headers_ask_for_another_form_are_called_here(
      String name, String value, boolean there) {
    Object choice = choice("/v1/messages", Map.of(name, value), KeyLimits.NONE, "claude");
    assertThat(choice instanceof There).isEqualTo(there);
  }

  @Test
  void responses_several_models_and_keys_with_limits_are_called_here() {
    assertThat(choice("/v1/responses", KeyLimits.NONE, "plain")).isInstanceOf(Here.class);
    assertThat(choice(CHAT, KeyLimits.NONE, "plain", "cloud"))
        .isInstanceOfSatisfying(Here.class, here -> assertThat(here.why()).contains("models"));
    assertThat(choice(CHAT, new KeyLimits(60, 0, 0), "plain"))
        .isInstanceOfSatisfying(Here.class, here -> assertThat(here.why()).contains("limits"));
  }
}
