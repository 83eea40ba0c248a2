package dev.sluice.internal.dialect;

/// A dialect that can be translated.
public enum WireDialect {
  /// OpenAI's Chat Completions.
  CHAT,
  /// Anthropic's Messages.
  ANTHROPIC;

  DialectCodec codec() {
    return switch (this) {
      case CHAT -> new ChatCodec();
      case ANTHROPIC -> new AnthropicCodec();
    };
  }
}
