package dev.sluice.dialect.openai;

import dev.sluice.dialect.hub.StopReason;

/// The words of `finish_reason`. An unknown word means the end.
final class ChatStops {
  private ChatStops() {}

  static StopReason read(String word) {
    return switch (word) {
      case "tool_calls", "function_call" -> StopReason.TOOL;
      case "length" -> StopReason.LENGTH;
      case "content_filter" -> StopReason.FILTERED;
      default -> StopReason.END;
    };
  }

  static String write(StopReason stop) {
    return switch (stop) {
      case END, STOP_SEQUENCE, PAUSE -> "stop";
      case TOOL -> "tool_calls";
      case LENGTH, WINDOW_FULL -> "length";
      case FILTERED -> "content_filter";
    };
  }
}
