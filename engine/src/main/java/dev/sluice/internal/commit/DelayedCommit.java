package dev.sluice.internal.commit;

import dev.sluice.call.Call;
import dev.sluice.call.Outcome;
import dev.sluice.call.answer.Sink;
import dev.sluice.call.pipeline.Filter;
import dev.sluice.call.pipeline.Service;
import dev.sluice.call.runtime.MemoryBudget;
import dev.sluice.config.policy.RoutePolicy.CommitConfig;

/// Filter that holds streamed answers beyond their first event. It stands in front of the retry, to
/// which an answer that is held has not begun.
///
/// @param config not off
/// @param memory the budget for what is held: where it has no room the answer begins
public record DelayedCommit(CommitConfig config, MemoryBudget memory) implements Filter {
  @Override
  public boolean passes(Call call) {
    return !call.facts().stream();
  }

  @Override
  public Outcome send(Call call, Sink sink, Service next) throws InterruptedException {
    var room = memory.reserve(MemoryBudget.Use.COPY, call.hints().caller());
    var holding = new HoldingSink(sink, config, room, call.loop());
    try {
      return next.send(call, holding);
    } finally {
      call.loop().execute(holding::close);
    }
  }
}
