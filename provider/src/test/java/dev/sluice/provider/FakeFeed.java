package dev.sluice.provider;

import dev.sluice.call.Call;
import dev.sluice.call.Failed;
import dev.sluice.call.answer.AttemptHandle;
import dev.sluice.call.answer.AttemptInfo;
import dev.sluice.call.runtime.Clock;
import org.jspecify.annotations.Nullable;

/// Remembers why it was aborted, and allows that once.
public final class FakeFeed implements AttemptHandle {
  public final AttemptInfo info = new AttemptInfo("fake/model", Call.Trace.NONE, Clock.SYSTEM);
  public @Nullable Failed aborted;

  public FakeFeed() {
    info.begin(this);
  }

  @Override
  public void abort(Failed why) {
    if (aborted != null) {
      throw new AssertionError("aborted twice");
    }
    aborted = why;
  }
}
