package dev.sluice.dialect.gemini;

import dev.sluice.dialect.hub.StopReason;

/// The words of `finishReason`. An unknown word means the end.
final class GeminiStops {
  private GeminiStops() {}

  static StopReason read(String word) {
    return switch (word) {
      case "MAX_TOKENS" -> StopReason.LENGTH;
      case "SAFETY", "RECITATION", "BLOCKLIST", "PROHIBITED_CONTENT", "SPII", "MODEL_ARMOR" ->
          StopReason.FILTERED;
      case "IMAGE_SAFETY", "IMAGE_PROHIBITED_CONTENT", "IMAGE_RECITATION", "IMAGE_OTHER" ->
          StopReason.FILTERED;
      default -> StopReason.END;
    };
  }

  /// Whether what the model has written makes no sense.
  static boolean isMalformed(String word) {
    return switch (word) {
      case "MALFORMED_FUNCTION_CALL", "MALFORMED_RESPONSE", "UNEXPECTED_TOOL_CALL" -> true;
      case "MISSING_THOUGHT_SIGNATURE" -> true;
      default -> false;
    };
  }

  static String write(StopReason stop) {
    return switch (stop) {
      case END, TOOL, STOP_SEQUENCE, PAUSE -> "STOP";
      case LENGTH, WINDOW_FULL -> "MAX_TOKENS";
      case FILTERED -> "SAFETY";
    };
  }
}
