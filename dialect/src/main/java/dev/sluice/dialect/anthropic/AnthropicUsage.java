package dev.sluice.dialect.anthropic;

import dev.sluice.dialect.hub.TokenUsage;
import dev.sluice.dialect.json.JsonNode;
import dev.sluice.dialect.json.JsonOutput;

/// The `usage` of Messages, whose input counts neither what was read from a cache nor what was
/// written to one.
final class AnthropicUsage {
  private AnthropicUsage() {}

  /// Reads a usage.
  ///
  /// @param before the usage told earlier in the stream: each count replaces the one before
  static TokenUsage read(JsonNode usage, TokenUsage before) {
    JsonNode details = usage.get("output_tokens_details");
    long write = count(usage, "cache_creation_input_tokens", before.cacheWrite());
    JsonNode lives = usage.get("cache_creation");
    long hour =
        lives == null
            ? Math.min(before.write1h(), write)
            : count(lives, "ephemeral_1h_input_tokens", 0);
    return new TokenUsage(
        count(usage, "input_tokens", before.fresh()),
        count(usage, "cache_read_input_tokens", before.cacheRead()),
        Math.max(0, write - hour),
        hour,
        count(usage, "output_tokens", before.output()),
        details == null
            ? before.reasoning()
            : count(details, "thinking_tokens", before.reasoning()),
        true);
  }

  private static long count(JsonNode node, String name, long otherwise) {
    return Math.max(0, node.number(name, otherwise));
  }

  static void write(JsonOutput out, TokenUsage usage) {
    out.open('{').field("input_tokens", usage.fresh());
    out.field("cache_creation_input_tokens", usage.cacheWrite());
    out.field("cache_read_input_tokens", usage.cacheRead());
    if (usage.write1h() > 0) {
      out.name("cache_creation").open('{').field("ephemeral_5m_input_tokens", usage.write5m());
      out.field("ephemeral_1h_input_tokens", usage.write1h()).close('}');
    }
    out.field("output_tokens", usage.output());
    if (usage.reasoning() > 0) {
      out.name("output_tokens_details").open('{');
      out.field("thinking_tokens", usage.reasoning()).close('}');
    }
    out.close('}');
  }
}
