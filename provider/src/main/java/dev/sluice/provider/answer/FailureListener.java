package dev.sluice.provider.answer;

import dev.sluice.call.Failed;

/// The listener that a reader notifies of a failed answer. Nothing is passed on after that.
@FunctionalInterface
public interface FailureListener {
  void failed(Failed why);
}
