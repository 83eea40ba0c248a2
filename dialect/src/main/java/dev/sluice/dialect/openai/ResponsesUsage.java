package dev.sluice.dialect.openai;

import dev.sluice.dialect.hub.TokenUsage;
import dev.sluice.dialect.json.JsonNode;
import dev.sluice.dialect.json.JsonOutput;
import org.jspecify.annotations.Nullable;

/// The `usage` of Responses, whose input counts what was read from a cache or written to one.
final class ResponsesUsage {
  private ResponsesUsage() {}

  static TokenUsage read(@Nullable JsonNode usage) {
    if (usage == null) {
      return TokenUsage.NONE;
    }
    JsonNode input = usage.get("input_tokens_details");
    long read = count(input, "cached_tokens");
    long write = count(input, "cache_write_tokens");
    long fresh = Math.max(0, count(usage, "input_tokens") - read - write);
    long reasoning = count(usage.get("output_tokens_details"), "reasoning_tokens");
    return new TokenUsage(fresh, read, write, 0, count(usage, "output_tokens"), reasoning, true);
  }

  private static long count(@Nullable JsonNode node, String name) {
    return node == null ? 0 : Math.max(0, node.number(name, 0));
  }

  static void write(JsonOutput out, TokenUsage usage) {
    out.open('{').field("input_tokens", usage.input());
    out.name("input_tokens_details").open('{').field("cached_tokens", usage.cacheRead());
    out.field("cache_write_tokens", usage.cacheWrite()).close('}');
    out.field("output_tokens", usage.output());
    out.name("output_tokens_details").open('{');
    out.field("reasoning_tokens", usage.reasoning()).close('}');
    out.field("total_tokens", usage.input() + usage.output()).close('}');
  }
}
