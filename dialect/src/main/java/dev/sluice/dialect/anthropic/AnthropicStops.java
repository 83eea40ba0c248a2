package dev.sluice.dialect.anthropic;

import dev.sluice.dialect.hub.StopReason;

/// The words of `stop_reason`. An unknown word means the end.
final class AnthropicStops {
  private AnthropicStops() {}

  static StopReason read(String word) {
    return switch (word) {
      case "tool_use" -> StopReason.TOOL;
      case "max_tokens" -> StopReason.LENGTH;
      case "stop_sequence" -> StopReason.STOP_SEQUENCE;
      case "refusal" -> StopReason.FILTERED;
      case "model_context_window_exceeded" -> StopReason.WINDOW_FULL;
      case "pause_turn" -> StopReason.PAUSE;
      default -> StopReason.END;
    };
  }

  static String write(StopReason stop) {
    return switch (stop) {
      case END -> "end_turn";
      case TOOL -> "tool_use";
      case LENGTH -> "max_tokens";
      case STOP_SEQUENCE -> "stop_sequence";
      case FILTERED -> "refusal";
      case WINDOW_FULL -> "model_context_window_exceeded";
      case PAUSE -> "pause_turn";
    };
  }
}
