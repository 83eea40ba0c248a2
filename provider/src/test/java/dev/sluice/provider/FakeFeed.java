package dev.sluice.provider;

import dev.sluice.call.Failed;
import dev.sluice.call.answer.AttemptHandle;
import org.jspecify.annotations.Nullable;

/// Remembers why it was aborted, and allows that once.
public final class FakeFeed implements AttemptHandle {
  public @Nullable Failed aborted;

  @Override
  public String target() {
    return "fake/model";
  }

  @Override
  public void abort(Failed why) {
    if (aborted != null) {
      throw new AssertionError("aborted twice");
    }
    aborted = why;
  }
}
