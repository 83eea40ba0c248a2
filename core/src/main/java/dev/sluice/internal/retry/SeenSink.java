package dev.sluice.internal.retry;

import dev.sluice.call.answer.AttemptHandle;
import dev.sluice.call.answer.ForwardingSink;
import dev.sluice.call.answer.Sink;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Sees whether an attempt is made, and where. Written on the loop, read by the call's thread.
final class SeenSink extends ForwardingSink {
  private final @Nullable String because;
  private volatile @Nullable String target;

  /// @param because the kind of failure that leads to the attempt; null for a call's first
  SeenSink(Sink next, @Nullable String because) {
    super(next);
    this.because = because;
  }

  @Override
  public void attach(AttemptHandle attempt) {
    target = attempt.target();
    next.attach(
        because == null || attempt.because().isPresent() ? attempt : attempt.because(because));
  }

  /// The target of the attempt; empty if none was made.
  Optional<String> target() {
    return Optional.ofNullable(target);
  }
}
