package dev.sluice.internal.dialect;

/// A dialect that can be translated.
public enum WireDialect {
  /// OpenAI's Chat Completions.
  CHAT,
  /// Anthropic's Messages.
  ANTHROPIC,
  /// OpenAI's Responses.
  RESPONSES,
  /// Gemini's generateContent.
  GEMINI;

  DialectCodec codec() {
    return switch (this) {
      case CHAT -> new ChatCodec();
      case ANTHROPIC -> new AnthropicCodec();
      case RESPONSES -> new ResponsesCodec();
      case GEMINI -> new GeminiCodec();
    };
  }
}
