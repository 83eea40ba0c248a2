package dev.sluice.internal.provider.openai.field;

import dev.sluice.call.Failed;

/// Where a reading says that the answer is none. Nothing is passed on after that.
@FunctionalInterface
public interface FailureListener {
  void failed(Failed why);
}
