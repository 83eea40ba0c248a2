package dev.sluice.internal.breaker;

import dev.sluice.config.policy.OpenTime;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// When an open circuit may be tried: after an open time that grows with each opening, or when the
/// provider has said. Under admission's lock.
final class NextTry {
  private final OpenTime config;
  private final Supplier<? extends RandomGenerator> random;
  private int openings;
  private long due;
  private long dueForLast;
  private @Nullable Long hint;

  NextTry(OpenTime config, Supplier<? extends RandomGenerator> random) {
    this.config = config;
    this.random = random;
  }

  /// Lets the next open time be the shortest again.
  void shorten() {
    openings = 0;
  }

  /// Begins an open time.
  void begin(long now) {
    long grown = config.next(openings++, random.get());
    due = now + grown;
    dueForLast = now + config.base().toNanos();
    if (hint != null && isHinted(now)) {
      due = hint;
      dueForLast = hint;
    }
  }

  /// Ends the open time at an instant at the latest.
  void endBy(long at) {
    due = due - at > 0 ? at : due;
    dueForLast = dueForLast - at > 0 ? at : dueForLast;
  }

  /// When the circuit may be tried.
  ///
  /// @param last where there is no other target
  long due(boolean last) {
    return last ? dueForLast : due;
  }

  /// Notes until when the provider asks to be left alone.
  void hint(long until) {
    hint = until;
  }

  void forgetHint() {
    hint = null;
  }

  /// Whether the provider asks to be left alone.
  boolean isHinted(long now) {
    return hint != null && hint - now > 0;
  }
}
