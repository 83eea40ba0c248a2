package dev.sluice.config.yaml;

import java.util.Map;
import java.util.Optional;

/// Words of other gateways' configurations, LiteLLM's above all, with Sluice's words for them.
final class ForeignWords {
  private static final String KEY_LIMITS = "limits of a key of server.keys";
  private static final String RETRIES = "retry.attempts of a route or of defaults";
  private static final String TOTAL = "timeout.total of a route or of defaults";
  private static final String PRICES = "a row of prices.models, in dollars a million tokens";

  private static final Map<String, String> WORDS =
      Map.ofEntries(
          Map.entry("api_key", "key"),
          Map.entry("apiKey", "key"),
          Map.entry("api_base", "url"),
          Map.entry("base_url", "url"),
          Map.entry("baseUrl", "url"),
          Map.entry("custom_llm_provider", "type of a provider"),
          Map.entry("model_list", "providers, and routes with models and targets"),
          Map.entry("model_name", "a name in models of a route"),
          Map.entry("litellm_params", "a target of a route, and its provider"),
          Map.entry("litellm_settings", "defaults"),
          Map.entry("router_settings", "defaults"),
          Map.entry("general_settings", "server, admin and store"),
          Map.entry("master_key", "admin.token"),
          Map.entry("database_url", "store.url"),
          Map.entry("num_retries", RETRIES),
          Map.entry("max_retries", RETRIES),
          Map.entry("retries", RETRIES),
          Map.entry("request_timeout", TOTAL),
          Map.entry("timeout_ms", TOTAL),
          Map.entry("stream_timeout", "timeout.first_token of a route or of defaults"),
          Map.entry("allowed_fails", "breaker.failures of a route or of defaults"),
          Map.entry("cooldown_time", "breaker.open of a route or of defaults"),
          Map.entry("fallbacks", "`fallback: true` of a target of a route"),
          Map.entry("routing_strategy", "weight of a target of a route"),
          Map.entry("cache_params", "cache of a route or of defaults"),
          Map.entry("max_parallel_requests", "concurrent in the " + KEY_LIMITS),
          Map.entry("rpm_limit", "rpm in the " + KEY_LIMITS),
          Map.entry("tpm_limit", "tpm in the " + KEY_LIMITS),
          Map.entry("max_budget", "budgets of a key, such as [50USD/month]"),
          Map.entry("budget_duration", "the window of budgets, such as [50USD/month]"),
          Map.entry("input_cost_per_token", PRICES),
          Map.entry("output_cost_per_token", PRICES));

  private ForeignWords() {}

  /// Sluice's word for another gateway's `word`; empty where no other gateway is known to use it.
  static Optional<String> here(String word) {
    return Optional.ofNullable(WORDS.get(word));
  }
}
