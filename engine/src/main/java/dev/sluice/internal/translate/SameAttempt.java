package dev.sluice.internal.translate;

import dev.sluice.call.answer.AttemptInfo;
import dev.sluice.call.answer.ForwardingSink;
import dev.sluice.call.answer.Sink;

/// A sink behind which a second exchange with the provider is a part of the attempt that has begun
/// with the first.
final class SameAttempt extends ForwardingSink {
  private final AttemptInfo first;

  SameAttempt(Sink next, AttemptInfo first) {
    super(next);
    this.first = first;
  }

  @Override
  public void attach(AttemptInfo second) {
    second.partOf(first);
  }
}
