package dev.sluice.provider.openai;

import dev.sluice.call.Failed;

/// Where a reading says that the answer is none. Nothing is passed on after that.
@FunctionalInterface
interface FailureListener {
  void failed(Failed why);
}
