package dev.sluice.dialect.openai;

import dev.sluice.dialect.hub.TokenUsage;
import dev.sluice.dialect.json.JsonNode;
import dev.sluice.dialect.json.JsonOutput;
import org.jspecify.annotations.Nullable;

/// The `usage` of Chat Completions, whose input counts what was read from a cache or written to
/// one.
final class ChatUsage {
  private ChatUsage() {}

  static TokenUsage read(JsonNode usage) {
    JsonNode input = usage.get("prompt_tokens_details");
    JsonNode output = usage.get("completion_tokens_details");
    long read = count(input, "cached_tokens");
    long write = count(input, "cache_write_tokens");
    long fresh = Math.max(0, count(usage, "prompt_tokens") - read - write);
    return new TokenUsage(
        fresh,
        read,
        write,
        0,
        count(usage, "completion_tokens"),
        count(output, "reasoning_tokens"),
        true);
  }

  private static long count(@Nullable JsonNode node, String name) {
    return node == null ? 0 : Math.max(0, node.number(name, 0));
  }

  static void write(JsonOutput out, TokenUsage usage) {
    out.open('{').field("prompt_tokens", usage.input()).field("completion_tokens", usage.output());
    out.field("total_tokens", usage.input() + usage.output());
    out.name("prompt_tokens_details").open('{').field("cached_tokens", usage.cacheRead());
    out.field("cache_write_tokens", usage.cacheWrite()).close('}');
    out.name("completion_tokens_details").open('{');
    out.field("reasoning_tokens", usage.reasoning()).close('}').close('}');
  }
}
