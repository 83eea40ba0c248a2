package dev.sluice.sim.dialect;

import java.util.List;

/// One of the answers to a call: a text, or tool calls.
///
/// @param finish OpenAI's `finish_reason`
public record Choice(Output text, List<ToolCall> calls, String finish) {

  /// A text that ended by itself, or at its limit.
  public static Choice text(Output text, boolean limited) {
    return new Choice(text, List.of(), limited ? "length" : "stop");
  }

  public static Choice calls(List<ToolCall> calls) {
    return new Choice(Output.NONE, calls, "tool_calls");
  }

  int tokens() {
    int tokens = text.size();
    for (ToolCall call : calls) {
      tokens += 1 + call.arguments().size();
    }
    return tokens;
  }
}
