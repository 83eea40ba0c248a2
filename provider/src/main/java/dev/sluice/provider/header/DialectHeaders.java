package dev.sluice.provider.header;

import dev.sluice.config.provider.HeaderPattern;
import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.config.provider.ProviderType;
import java.util.List;
import java.util.stream.Stream;

/// The headers that a dialect's own clients send and that reach its providers by default; see
/// docs/adr/0059.
final class DialectHeaders {
  private static final List<String> ANY =
      List.of(
          // Features that are tried out before they are part of an API: openai-beta,
          // anthropic-beta.
          "*-beta",
          // Tells a repeat from another request.
          "idempotency-key",
          // The caller's own name for the request, for the provider's support.
          "x-client-request-id",
          // Agents (opencode) let a session's calls meet the same prompt cache.
          "x-session-id",
          "x-session-affinity",
          "x-parent-session-id");

  private static final List<String> OPENAI =
      List.of(
          // The account that pays, of those that the key belongs to.
          "openai-organization",
          "openai-project",
          // Codex: the form of the Responses API that it speaks, its turn and the continuation of
          // that, and its version.
          "x-openai-*",
          "x-codex-*",
          "x-responsesapi-*",
          "originator",
          "version",
          "session_id",
          "session-id",
          "thread_id",
          "thread-id",
          "conversation_id");

  /// The headers that name the application of a call, which OpenRouter lists.
  private static final List<String> OPENROUTER = List.of("http-referer", "x-title");

  /// The headers of Anthropic's own clients and of Claude Code: the version of the API above all.
  private static final List<String> ANTHROPIC = List.of("anthropic-*", "x-app", "x-claude-code-*");

  private DialectHeaders() {}

  /// The patterns of the headers that pass to `provider` by default.
  static List<HeaderPattern> of(ProviderConfig provider) {
    boolean versioned = provider.type() != ProviderType.VERTEX;
    if (provider.api() == ProviderConfig.Api.MESSAGES && versioned) {
      return patterns(Stream.of(ANY, ANTHROPIC));
    }
    return switch (provider.type()) {
      case ANTHROPIC, GEMINI, VERTEX, COHERE, VOYAGE -> patterns(Stream.of(ANY));
      case OPENROUTER -> patterns(Stream.of(ANY, OPENAI, OPENROUTER));
      case OPENAI,
          AZURE,
          BEDROCK,
          MISTRAL,
          GROQ,
          DEEPSEEK,
          XAI,
          TOGETHER,
          FIREWORKS,
          PERPLEXITY,
          NVIDIA,
          VLLM,
          OLLAMA,
          COMPATIBLE ->
          patterns(Stream.of(ANY, OPENAI));
    };
  }

  private static List<HeaderPattern> patterns(Stream<List<String>> names) {
    return names.flatMap(List::stream).map(HeaderPattern::of).toList();
  }
}
