package dev.sluice.provider.request;

import dev.sluice.call.Call;
import dev.sluice.call.request.SchedulingHints;
import dev.sluice.call.runtime.WorkerPool;
import dev.sluice.config.policy.RoutePolicy.Affinity;
import io.netty.buffer.ByteBuf;

/// The key that keeps the calls of a conversation together: a hash of the client's key, of the
/// user, or of the request's beginning; always of the beginning where a call may bring what one
/// account has sealed. Safe for any thread but a loop.
///
/// @param elsewhere the pool that reads bodies which are too large for a loop
public record ConversationKey(Affinity by, WorkerPool elsewhere) {
  /// The hash of the call's conversation; [SchedulingHints#NO_CONVERSATION] where the call belongs
  /// to none.
  public long of(Call call) throws InterruptedException {
    if (call.operation().isOfMessages()) {
      return body(call);
    }
    return switch (by) {
      case OFF -> SchedulingHints.NO_CONVERSATION;
      case KEY -> call.operation().isOfResponses() ? body(call) : client(call.hints());
      case USER, PREFIX -> body(call);
    };
  }

  private static long client(SchedulingHints hints) {
    return hints.caller().equals(SchedulingHints.NOBODY)
        ? SchedulingHints.NO_CONVERSATION
        : 1L << Integer.SIZE | Integer.toUnsignedLong(hints.caller().hashCode());
  }

  private long body(Call call) throws InterruptedException {
    if (call.body().size() <= WorkerPool.LOOP_MAX) {
      return read(call, call.body().bytes());
    }
    // The call may end while the pool reads.
    ByteBuf kept = call.body().bytes().retain();
    return elsewhere.call(
        () -> {
          try {
            return read(call, kept);
          } finally {
            kept.release();
          }
        });
  }

  /// Reads the body's beginning. A call of the Responses API whose answer may be sealed stays with
  /// the target that all such calls ask first.
  private long read(Call call, ByteBuf body) {
    if (call.operation().isOfMessages()) {
      return ConversationReader.prefix(call.operation(), body);
    }
    if (call.operation().isOfResponses() && ConversationReader.seals(body)) {
      return SchedulingHints.NO_CONVERSATION;
    }
    return switch (by) {
      case OFF, KEY -> client(call.hints());
      case USER -> ConversationReader.user(body);
      case PREFIX -> ConversationReader.prefix(call.operation(), body);
    };
  }
}
