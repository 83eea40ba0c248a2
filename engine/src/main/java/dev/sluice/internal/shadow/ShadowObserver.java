package dev.sluice.internal.shadow;

import dev.sluice.call.Call;
import dev.sluice.call.pipeline.Observer;
import dev.sluice.call.pipeline.Report;

/// Observer that reports one side of a comparison of copies with real calls, and nothing else.
///
/// @param copies whether the side is that of the copies; else that of the real calls
public record ShadowObserver(Observer observer, boolean copies) implements Observer {

  @Override
  public void attemptEnded(Call call, String target, Report report) {
    observer.shadowed(call, target, copies, report);
  }
}
