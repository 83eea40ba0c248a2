package dev.sluice.call;

import dev.sluice.call.answer.AttemptHandle;
import dev.sluice.call.answer.AttemptInfo;
import dev.sluice.call.answer.Progress;
import dev.sluice.call.answer.Sink;
import dev.sluice.call.runtime.Clock;
import org.jspecify.annotations.Nullable;

/// An attempt by hand, which remembers why it was aborted.
public final class TestFeed implements AttemptHandle {
  public final AttemptInfo info;

  /// Why, or null while it runs.
  public @Nullable Failed aborted;

  public TestFeed(String target) {
    this(target, Clock.SYSTEM);
  }

  public TestFeed(String target, Clock clock) {
    this(new AttemptInfo(target, Call.Trace.NONE, clock));
  }

  private TestFeed(AttemptInfo info) {
    this.info = info;
    info.begin(this);
  }

  /// Returns the record of an attempt at `call` that nothing stops.
  public static AttemptInfo of(Call call, String target) {
    return new TestFeed(new AttemptInfo(call, target, Call.Trace.NONE, Clock.SYSTEM)).info;
  }

  /// Returns the record of an attempt that nothing stops.
  public static AttemptInfo of(String target) {
    return new TestFeed(target).info;
  }

  /// Has the attempt that `sink` was attached come so far, as a provider does.
  public static void progress(Sink sink, Progress progress) {
    AttemptInfo attempt = sink.info().attempt();
    if (attempt != null) {
      attempt.progress(progress);
    }
    sink.progress(progress);
  }

  /// Has the attempt that `sink` was attached use so much, as a provider does.
  public static void used(Sink sink, Usage usage) {
    AttemptInfo attempt = sink.info().attempt();
    if (attempt != null) {
      attempt.used(usage);
    }
  }

  @Override
  public void abort(Failed why) {
    aborted = why;
  }
}
