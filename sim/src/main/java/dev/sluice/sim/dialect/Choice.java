package dev.sluice.sim.dialect;

import dev.sluice.sim.dialect.Shape.Stop;
import java.util.List;

/// One of the answers to a call: a text, tool calls, or a text and the calls behind it.
///
/// @param finish OpenAI's `finish_reason`
public record Choice(Output text, List<ToolCall> calls, String finish) {
  /// The reason of a choice that the content filter has ended.
  public static final String FILTERED = "content_filter";

  /// A text that ended by itself, or at its limit.
  public static Choice text(Output text, boolean limited) {
    return new Choice(text, List.of(), limited ? "length" : "stop");
  }

  public static Choice calls(List<ToolCall> calls) {
    return new Choice(Output.NONE, calls, "tool_calls");
  }

  /// Returns whether the answer has a text, be it an empty one; tool calls may stand without.
  public boolean speaks() {
    return calls.isEmpty() || text.size() > 0;
  }

  /// Returns as much of this choice as the content filter lets pass.
  Choice filtered(Stop stop) {
    int left = stop == Stop.FILTERED ? text.size() / 2 : 0;
    return new Choice(text.first(left), List.of(), FILTERED);
  }

  int tokens() {
    int tokens = text.size();
    for (ToolCall call : calls) {
      tokens += 1 + call.arguments().size();
    }
    return tokens;
  }
}
