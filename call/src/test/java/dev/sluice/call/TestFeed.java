package dev.sluice.call;

import dev.sluice.call.answer.AttemptHandle;
import org.jspecify.annotations.Nullable;

/// A feed that remembers why it was aborted.
public final class TestFeed implements AttemptHandle {
  private final String target;

  /// Why, or null while it runs.
  public @Nullable Failed aborted;

  public TestFeed(String target) {
    this.target = target;
  }

  @Override
  public String target() {
    return target;
  }

  @Override
  public void abort(Failed why) {
    aborted = why;
  }
}
