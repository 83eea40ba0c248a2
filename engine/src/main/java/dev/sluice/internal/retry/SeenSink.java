package dev.sluice.internal.retry;

import dev.sluice.call.Usage;
import dev.sluice.call.answer.AttemptHandle;
import dev.sluice.call.answer.ForwardingSink;
import dev.sluice.call.answer.Sink;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Sink that sees whether an attempt is made, where, and whether it writes. Written on the loop,
/// read by the call's thread.
final class SeenSink extends ForwardingSink {
  private final @Nullable String because;
  private volatile @Nullable String target;
  private volatile boolean written;

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

  @Override
  public void usage(Usage usage) {
    if (usage.output() > 0) {
      written = true;
    }
    next.usage(usage);
  }

  /// Whether the attempt has written anything.
  boolean written() {
    return written;
  }

  /// Returns the target of the attempt; empty if none was made.
  Optional<String> target() {
    return Optional.ofNullable(target);
  }
}
