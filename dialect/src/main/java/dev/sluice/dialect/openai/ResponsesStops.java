package dev.sluice.dialect.openai;

import dev.sluice.dialect.hub.AnswerFault;
import dev.sluice.dialect.hub.StopReason;
import dev.sluice.dialect.json.JsonNode;
import dev.sluice.dialect.rule.BrokenAnswer;
import org.jspecify.annotations.Nullable;

/// The words of `status` and `incomplete_details`. A response that is incomplete for an unknown
/// reason was interrupted.
final class ResponsesStops {
  private ResponsesStops() {}

  /// The reason why a response has ended.
  ///
  /// @throws BrokenAnswer if the response has failed, or has not ended
  static StopReason read(JsonNode response) {
    JsonNode error = response.get("error");
    if (error != null) {
      throw new BrokenAnswer(ResponsesErrors.fault(0, error));
    }
    String status = response.string("status", "");
    return switch (status) {
      case "completed" -> StopReason.END;
      case "incomplete" -> incomplete(response.get("incomplete_details"));
      default ->
          throw new BrokenAnswer(
              AnswerFault.malformed(
                  "The provider's answer cannot be read: its status is \"" + status + "\""));
    };
  }

  private static StopReason incomplete(@Nullable JsonNode details) {
    boolean filtered = details != null && details.string("reason", "").equals("content_filter");
    return filtered ? StopReason.FILTERED : StopReason.LENGTH;
  }

  /// The reason why a response is incomplete; null where it is complete.
  ///
  /// @param declined whether the model says in words that it declines, which is an answer
  static @Nullable String incomplete(StopReason stop, boolean declined) {
    return switch (stop) {
      case END, TOOL, STOP_SEQUENCE, PAUSE -> null;
      case LENGTH, WINDOW_FULL -> "max_output_tokens";
      case FILTERED -> declined ? null : "content_filter";
    };
  }
}
