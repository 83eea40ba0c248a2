package dev.sluice.dialect.gemini;

import dev.sluice.dialect.hub.TokenUsage;
import dev.sluice.dialect.json.JsonNode;
import dev.sluice.dialect.json.JsonOutput;

/// The `usageMetadata`, whose prompt counts what was read from a cache, and whose candidates do not
/// count what was thought. What tools have put in is input too.
final class GeminiUsage {
  private GeminiUsage() {}

  static TokenUsage read(JsonNode usage) {
    long cached = count(usage, "cachedContentTokenCount");
    long input = count(usage, "promptTokenCount") + count(usage, "toolUsePromptTokenCount");
    long thoughts = count(usage, "thoughtsTokenCount");
    long output = count(usage, "candidatesTokenCount") + thoughts;
    return new TokenUsage(Math.max(0, input - cached), cached, 0, 0, output, thoughts, true);
  }

  private static long count(JsonNode usage, String name) {
    return Math.max(0, usage.number(name, 0));
  }

  static void write(JsonOutput out, TokenUsage usage) {
    out.open('{').field("promptTokenCount", usage.input());
    if (usage.cacheRead() > 0) {
      out.field("cachedContentTokenCount", usage.cacheRead());
    }
    out.field("candidatesTokenCount", Math.max(0, usage.output() - usage.reasoning()));
    if (usage.reasoning() > 0) {
      out.field("thoughtsTokenCount", usage.reasoning());
    }
    out.field("totalTokenCount", usage.input() + usage.output()).close('}');
  }
}
