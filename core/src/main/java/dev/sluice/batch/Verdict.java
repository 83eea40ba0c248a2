package dev.sluice.batch;

import dev.sluice.call.Failed;
import dev.sluice.call.Head;
import dev.sluice.call.Usage;
import io.netty.buffer.ByteBuf;

/// What a call that has waited is told.
sealed interface Verdict {

  /// Go alone, as you came; and tell when that has ended.
  record Alone(Lane lane) implements Verdict {}

  /// This is your answer.
  ///
  /// @param body whole; not pooled, so that it may just be dropped
  record Part(Head head, ByteBuf body, Usage usage) implements Verdict {}

  /// There is none.
  record Broken(Failed why) implements Verdict {}

  /// You have left.
  record Left() implements Verdict {}
}
