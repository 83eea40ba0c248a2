package dev.sluice.sim.dialect;

import dev.sluice.sim.wire.Bytes;
import dev.sluice.sim.wire.Piece;
import dev.sluice.sim.wire.ReplyBody;

/// Renders the answers of `/completions`.
record Completions(AnswerPlan plan) implements Rendering {
  @Override
  public byte[] whole() {
    Bytes out = identify(new Bytes(512 + 16 * plan.writtenTokens())).ascii(",\"choices\":[");
    for (int i = 0; i < plan.choices().size(); i++) {
      Choice choice = plan.choices().get(i);
      choice.text().write(out.ascii(i > 0 ? "," : "").ascii("{\"text\":\""));
      index(out, i).quoted(choice.finish()).ascii("}");
    }
    return UsageJson.completions(out.ascii("]"), plan).ascii("}").array();
  }

  @Override
  public ReplyBody stream() {
    byte[] prefix = identify(new Bytes(256).ascii("data: ")).ascii(",\"choices\":[").array();
    ChoiceInterleaver interleaver =
        new ChoiceInterleaver(plan.choices().stream().map(c -> c.text().size()).toList());
    EventStream events = new EventStream();
    events.then(interleaver.total(), i -> token(prefix, interleaver, i == 0));
    events.then(plan.choices().size(), i -> Piece.data(0, finish(prefix, i)));
    if (plan.ask().wishes().includeUsage()) {
      events.then(() -> usage(prefix));
    }
    return events.done();
  }

  private Piece token(byte[] prefix, ChoiceInterleaver interleaver, boolean first) {
    interleaver.advance();
    plan.pace().produced(1);
    Bytes out = new Bytes(prefix.length + 128).put(prefix).ascii("{\"text\":\"");
    out.put(plan.choices().get(interleaver.choice()).text().token(interleaver.round()));
    index(out, interleaver.choice()).ascii("null}]}\n\n");
    long after = first ? plan.pace().first() : interleaver.startsRound() ? plan.pace().next() : 0;
    return Piece.data(after, out.array());
  }

  private byte[] finish(byte[] prefix, int i) {
    Bytes out = new Bytes(prefix.length + 128).put(prefix).ascii("{\"text\":\"");
    return index(out, i).quoted(plan.choices().get(i).finish()).ascii("}]}\n\n").array();
  }

  private byte[] usage(byte[] prefix) {
    Bytes out = new Bytes(prefix.length + 512).put(prefix).ascii("]");
    return UsageJson.completions(out, plan).ascii("}\n\n").array();
  }

  private static Bytes index(Bytes out, int index) {
    out.ascii("\",\"index\":").number(index);
    return out.ascii(",\"logprobs\":null,\"finish_reason\":");
  }

  private Bytes identify(Bytes out) {
    out.ascii("{\"id\":\"cmpl-").ascii(plan.id()).ascii("\",\"object\":\"text_completion\"");
    out.ascii(",\"created\":").number(plan.created());
    return out.ascii(",\"model\":").quoted(plan.ask().model());
  }
}
