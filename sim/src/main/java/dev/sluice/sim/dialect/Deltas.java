package dev.sluice.sim.dialect;

import dev.sluice.sim.wire.Bytes;
import java.util.List;

/// The content of the `delta` of the chunks of one choice, a token each.
final class Deltas {
  private final Choice choice;
  private final boolean logprobs;

  // The position of the walk over the tool calls.
  private int call;
  private int fragment = -1;

  Deltas(Choice choice, boolean logprobs) {
    this.choice = choice;
    this.logprobs = logprobs;
  }

  int size() {
    return choice.tokens();
  }

  /// Writes the i-th delta and what follows it in its choice; called for each i in turn.
  void write(Bytes out, int i) {
    if (i < choice.text().size()) {
      byte[] token = choice.text().token(i);
      out.ascii("{\"content\":\"").put(token).ascii("\"}");
      Logprobs.one(out, logprobs ? token : null);
    } else {
      writeCall(out, choice.calls());
      out.ascii(",\"logprobs\":null");
    }
  }

  private void writeCall(Bytes out, List<ToolCall> calls) {
    ToolCall current = calls.get(call);
    out.ascii("{\"tool_calls\":[{\"index\":").number(call);
    if (fragment < 0) {
      out.ascii(",\"id\":").quoted(current.id()).ascii(",\"type\":\"function\",\"function\":");
      out.ascii("{\"name\":").quoted(current.name()).ascii(",\"arguments\":\"\"}}]}");
    } else {
      out.ascii(",\"function\":{\"arguments\":\"").put(current.arguments().token(fragment));
      out.ascii("\"}}]}");
    }
    fragment++;
    if (fragment == current.arguments().size()) {
      call++;
      fragment = -1;
    }
  }
}
