package dev.sluice.provider.answer;

import dev.sluice.call.Failed;

/// The listener that a reader notifies of a failed answer, of which nothing more is passed on.
@FunctionalInterface
interface FailureListener {
  void failed(Failed why);
}
