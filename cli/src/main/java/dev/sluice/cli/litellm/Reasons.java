package dev.sluice.cli.litellm;

import java.util.Map;

/// Why a key of LiteLLM's file has no counterpart, and what there is instead.
final class Reasons {
  private static final String NO_PARAMS = "no parameter is added to requests: let clients send it";
  private static final String AZURE = "Azure is asked with a key: add it to the provider";
  private static final String PLUGINS = "no code is loaded into the gateway";
  private static final String ALWAYS = "is always so here";
  private static final String NO_GUARDRAILS =
      "there are no guardrails: ask a filter in front of the gateway, or the provider's own";
  private static final String STORE =
      "keys and teams are made in a store: docs/keys.md, docs/budgets.md";
  private static final String REDIS =
      "Redis is not used: gateways that share a PostgreSQL store share keys and budgets";
  private static final String WEBHOOKS = "owners of budgets are told by `webhooks`";
  private static final String TOOLS = "the gateway runs no tools; clients' own pass as they are";

  private static final Map<String, String> WORDS =
      Map.ofEntries(
          Map.entry("temperature", NO_PARAMS),
          Map.entry("max_tokens", NO_PARAMS),
          Map.entry("top_p", NO_PARAMS),
          Map.entry("seed", NO_PARAMS),
          Map.entry("reasoning_effort", NO_PARAMS),
          Map.entry("thinking", NO_PARAMS),
          Map.entry("extra_body", NO_PARAMS),
          Map.entry("extra_headers", "headers come from clients alone: `forward_headers`"),
          Map.entry("headers", "headers come from clients alone: `forward_headers`"),
          Map.entry("organization", "the key decides which organisation pays"),
          Map.entry("region_name", "a provider's region is part of its url"),
          Map.entry("azure_ad_token", AZURE),
          Map.entry("tenant_id", AZURE),
          Map.entry("client_id", AZURE),
          Map.entry("client_secret", AZURE),
          Map.entry("tags", "calls are not routed by tags; give each group a route of its own"),
          Map.entry("enable_tag_filtering", "calls are not routed by tags"),
          Map.entry("mock_response", "`./sluice simulate` is a provider for tests"),
          Map.entry("id", "a target is named by its provider and model"),
          Map.entry("base_model", "prices go by the target's model: name another in prices.models"),
          Map.entry("supports_vision", "what a model can do is left to its provider"),
          Map.entry("max_budget", "a model has no budget: keys, teams and `budgets` have"),
          Map.entry("budget_duration", "belongs to max_budget"),
          Map.entry("drop_params", "`translate` of a route says that"),
          Map.entry("modify_params", ALWAYS + ", as far as a translation needs it"),
          Map.entry("json_logs", ALWAYS + ": docs/log.md"),
          Map.entry("request_tags", "costs by tags: `server.tags`"),
          Map.entry("success_callback", "metrics, spans and the log of calls: docs/metrics.md"),
          Map.entry("failure_callback", "metrics, spans and the log of calls: docs/metrics.md"),
          Map.entry(
              "callbacks", "metrics, spans and the log of calls: docs/metrics.md; " + PLUGINS),
          Map.entry("otel", "spans go where OTEL_EXPORTER_OTLP_ENDPOINT says: docs/tracing.md"),
          Map.entry("service_callback", "metrics: docs/metrics.md"),
          Map.entry("require_auth_for_metrics_endpoint", "`admin.token` protects metrics, too"),
          Map.entry("redact_user_api_key_info", ALWAYS),
          Map.entry("turn_off_message_logging", ALWAYS + ": no prompt is logged"),
          Map.entry("enable_pre_call_checks", "`context` of a target tells how much it holds"),
          Map.entry("retry_policy", "what may be repeated goes by the kind of failure"),
          Map.entry("model_group_retry_policy", "each route may have its own `retry`"),
          Map.entry("allowed_fails_policy", "`breaker` tells kinds of failures apart by itself"),
          Map.entry(
              "retry_after",
              "waits follow the provider's hint, else a random part of a doubled time"),
          Map.entry("redis_host", REDIS),
          Map.entry("redis_port", REDIS),
          Map.entry("redis_password", REDIS),
          Map.entry("redis_url", REDIS),
          Map.entry("coordination_redis", REDIS),
          Map.entry("use_redis_transaction_buffer", REDIS),
          Map.entry("provider_budget_config", "a provider has no budget: keys and teams have"),
          Map.entry("store_model_in_db", "models stand in this file: change it and reload"),
          Map.entry("database_connection_pool_limit", STORE),
          Map.entry("proxy_batch_write_at", "the ledger has each call at once"),
          Map.entry("alerting", WEBHOOKS + "; docs/alerts.md has rules for Prometheus"),
          Map.entry("alerting_threshold", WEBHOOKS),
          Map.entry("alert_types", WEBHOOKS),
          Map.entry("alert_to_webhook_url", WEBHOOKS),
          Map.entry("custom_auth", PLUGINS + ": keys are those of server.keys and the store"),
          Map.entry("custom_key_generate", PLUGINS),
          Map.entry("custom_team_metadata_validate", PLUGINS),
          Map.entry("background_health_checks", "`breaker.probe` tries targets that have failed"),
          Map.entry("health_check_interval", "`breaker.probe` tries targets that have failed"),
          Map.entry("disable_spend_logs", "`store.keep_days` bounds how long calls are kept"),
          Map.entry("reject_clientside_metadata_tags", "tags of clients change no budget here"),
          Map.entry("pass_through_endpoints", "`passthrough` names a provider's own paths"),
          Map.entry("ui_access_mode", "`admin.tokens` says who may see and change what"),
          Map.entry("default_team_settings", STORE),
          Map.entry("default_internal_user_params", STORE),
          Map.entry("default_key_generate_params", STORE),
          Map.entry("upperbound_key_generate_params", STORE),
          Map.entry("max_internal_user_budget", STORE),
          Map.entry("max_end_user_budget", STORE),
          Map.entry("guardrails", NO_GUARDRAILS),
          Map.entry("policies", NO_GUARDRAILS),
          Map.entry("policy_attachments", NO_GUARDRAILS),
          Map.entry("mcp_servers", TOOLS),
          Map.entry("search_tools", TOOLS),
          Map.entry("sandbox_tools", TOOLS),
          Map.entry("websearch_interception_params", TOOLS),
          Map.entry("code_interpreter_interception_params", TOOLS),
          Map.entry("vector_store_registry", TOOLS),
          Map.entry(
              "files_settings",
              "`files` keeps files here, and no provider has them: docs/files-and-batches.md"),
          Map.entry(
              "finetune_settings",
              "fine-tuning is not served: `passthrough` may name a provider's paths of it"),
          Map.entry("include", "import each file by itself, and put them together"),
          Map.entry("environment_variables", "set them for the process: its service has a place"),
          Map.entry("auto_router_config_path", "no route chooses a model by what a prompt says"));

  private Reasons() {}

  /// Why `key` did not carry over.
  static String of(String key) {
    return WORDS.getOrDefault(key, "has no counterpart here");
  }

  /// How a key is shown: one that is none may be anything, a secret for example.
  static String shown(String key) {
    return key.matches("[A-Za-z][A-Za-z0-9_]{0,60}")
        ? key
        : "a key of " + key.length() + " characters";
  }
}
