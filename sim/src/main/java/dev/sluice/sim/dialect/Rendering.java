package dev.sluice.sim.dialect;

import dev.sluice.sim.wire.Header;
import dev.sluice.sim.wire.HttpReply;
import dev.sluice.sim.wire.ReplyBody;
import java.util.List;

/// An answer that speaks, in the form of its operation.
interface Rendering {
  AnswerPlan plan();

  byte[] whole();

  ReplyBody stream();

  default HttpReply reply(List<Header> headers) {
    AnswerPlan plan = plan();
    if (plan.ask().stream()) {
      return HttpReply.events(headers, stream());
    }
    plan.pace().produced(plan.writtenTokens());
    return HttpReply.json(headers, plan.pace().total(plan.longest()), whole());
  }
}
