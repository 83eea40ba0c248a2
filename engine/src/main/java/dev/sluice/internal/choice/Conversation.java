package dev.sluice.internal.choice;

import dev.sluice.call.Call;
import dev.sluice.call.Outcome;
import dev.sluice.call.answer.Sink;
import dev.sluice.call.pipeline.Filter;
import dev.sluice.call.pipeline.Service;

/// Filter that finds out which conversation a call belongs to, once, before its first attempt.
public record Conversation(Key key) implements Filter {
  /// The key that calls of one conversation have in common.
  @FunctionalInterface
  public interface Key {

    /// Returns a hash of the call's conversation, or
    /// [dev.sluice.call.request.SchedulingHints#NO_CONVERSATION] where the call belongs to none.
    /// Runs on the call's thread, which it may block.
    long of(Call call) throws InterruptedException;
  }

  @Override
  public Outcome send(Call call, Sink sink, Service next) throws InterruptedException {
    return next.send(call.withHints(call.hints().in(key.of(call))), sink);
  }
}
