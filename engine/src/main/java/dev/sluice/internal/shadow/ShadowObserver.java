package dev.sluice.internal.shadow;

import dev.sluice.call.Call;
import dev.sluice.call.pipeline.Observer;
import dev.sluice.call.pipeline.Report;

/// Reports one side of a comparison, and nothing else of it.
///
/// @param copies whether that is the copies' side, else that of the real calls
public record ShadowObserver(Observer observer, boolean copies) implements Observer {

  @Override
  public void attemptEnded(Call call, String target, Report report) {
    observer.shadowed(call, target, copies, report);
  }
}
