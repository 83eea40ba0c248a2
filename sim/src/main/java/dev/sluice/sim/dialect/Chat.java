package dev.sluice.sim.dialect;

import dev.sluice.sim.wire.Bytes;
import dev.sluice.sim.wire.Piece;
import dev.sluice.sim.wire.ReplyBody;
import java.util.List;

/// Renders the answers of `/chat/completions`.
record Chat(AnswerPlan plan) implements Rendering {
  private static final String ROLE =
      "{\"role\":\"assistant\",\"content\":\"\",\"refusal\":null},\"logprobs\":null";

  @Override
  public byte[] whole() {
    Bytes out = new Bytes(1024 + 16 * plan.writtenTokens());
    identify(out, "chat.completion").ascii(",\"choices\":[");
    for (int i = 0; i < plan.choices().size(); i++) {
      choice(out.ascii(i > 0 ? "," : ""), i, plan.choices().get(i));
    }
    return UsageJson.completions(out.ascii("]"), plan).ascii("}").array();
  }

  private void choice(Bytes out, int index, Choice choice) {
    out.ascii("{\"index\":").number(index).ascii(",\"message\":{\"role\":\"assistant\",");
    if (choice.speaks()) {
      choice.text().write(out.ascii("\"content\":\""));
      out.ascii("\"");
    } else {
      out.ascii("\"content\":null");
    }
    if (!choice.calls().isEmpty()) {
      calls(out.ascii(",\"tool_calls\":["), choice.calls());
      out.ascii("]");
    }
    out.ascii(",\"refusal\":null,\"annotations\":[]}");
    if (plan.ask().wishes().logprobs()) {
      Logprobs.all(out, choice.text());
    } else {
      out.ascii(",\"logprobs\":null");
    }
    out.ascii(",\"finish_reason\":").quoted(choice.finish()).ascii("}");
  }

  private static void calls(Bytes out, List<ToolCall> calls) {
    for (int i = 0; i < calls.size(); i++) {
      ToolCall call = calls.get(i);
      out.ascii(i > 0 ? "," : "").ascii("{\"id\":").quoted(call.id());
      out.ascii(",\"type\":\"function\",\"function\":{\"name\":").quoted(call.name());
      call.arguments().write(out.ascii(",\"arguments\":\""));
      out.ascii("\"}}");
    }
  }

  @Override
  public ReplyBody stream() {
    int n = plan.choices().size();
    boolean logprobs = plan.ask().wishes().logprobs();
    List<Deltas> deltas = plan.choices().stream().map(c -> new Deltas(c, logprobs)).toList();
    byte[] prefix = identify(new Bytes(256).ascii("data: "), "chat.completion.chunk").array();
    EventStream events = new EventStream();
    events.then(
        n, i -> Piece.data(i == 0 ? plan.pace().first() : 0, event(prefix, i, ROLE, "null")));
    ChoiceInterleaver interleaver =
        new ChoiceInterleaver(deltas.stream().map(Deltas::size).toList());
    events.then(interleaver.total(), _ -> token(prefix, interleaver, deltas));
    events.then(n, i -> Piece.data(0, finish(prefix, i)));
    if (plan.ask().wishes().includeUsage()) {
      events.then(() -> usage(prefix));
    }
    return events.done();
  }

  private Piece token(byte[] prefix, ChoiceInterleaver interleaver, List<Deltas> deltas) {
    interleaver.advance();
    plan.pace().produced(1);
    Bytes out = new Bytes(prefix.length + 256).put(prefix);
    out.ascii(",\"choices\":[{\"index\":").number(interleaver.choice()).ascii(",\"delta\":");
    deltas.get(interleaver.choice()).write(out, interleaver.round());
    long after = interleaver.startsRound() && interleaver.round() > 0 ? plan.pace().next() : 0;
    return Piece.data(after, close(out.ascii(",\"finish_reason\":null}]")));
  }

  private byte[] finish(byte[] prefix, int index) {
    String finish = "\"" + plan.choices().get(index).finish() + "\"";
    return event(prefix, index, "{},\"logprobs\":null", finish);
  }

  private byte[] event(byte[] prefix, int index, String delta, String finish) {
    Bytes out = new Bytes(prefix.length + 256).put(prefix);
    out.ascii(",\"choices\":[{\"index\":").number(index).ascii(",\"delta\":").ascii(delta);
    return close(out.ascii(",\"finish_reason\":").ascii(finish).ascii("}]"));
  }

  private byte[] usage(byte[] prefix) {
    Bytes out = new Bytes(prefix.length + 512).put(prefix).ascii(",\"choices\":[]");
    return UsageJson.completions(out, plan).ascii("}\n\n").array();
  }

  private byte[] close(Bytes out) {
    boolean usage = plan.ask().wishes().includeUsage();
    return out.ascii(usage ? ",\"usage\":null}\n\n" : "}\n\n").array();
  }

  private Bytes identify(Bytes out, String object) {
    out.ascii("{\"id\":\"chatcmpl-").ascii(plan.id()).ascii("\",\"object\":\"").ascii(object);
    out.ascii("\",\"created\":").number(plan.created());
    out.ascii(",\"model\":").quoted(plan.ask().model());
    return out.ascii(",\"service_tier\":\"default\",\"system_fingerprint\":\"fp_simulated\"");
  }
}
