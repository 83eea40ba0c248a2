package dev.sluice.sim.gemini;

/// A quota of Google's: the name of what is counted, and of how much of it there may be.
enum QuotaKind {
  REQUESTS_PER_MINUTE(
      "generate_content_free_tier_requests",
      "GenerateRequestsPerMinutePerProjectPerModel-FreeTier"),
  TOKENS_PER_MINUTE(
      "generate_content_free_tier_input_token_count",
      "GenerateContentInputTokensPerModelPerMinute-FreeTier"),
  REQUESTS_PER_DAY(
      "generate_content_free_tier_requests", "GenerateRequestsPerDayPerProjectPerModel-FreeTier");

  private final String metric;
  private final String id;

  QuotaKind(String metric, String id) {
    this.metric = metric;
    this.id = id;
  }

  /// Returns the name of the metric that is counted.
  String metric() {
    return metric;
  }

  /// Returns the identifier of the quota.
  String id() {
    return id;
  }
}
