package dev.sluice.internal.admission;

import dev.sluice.call.RateLimitInfo;
import dev.sluice.internal.admission.queue.CallQueue;
import dev.sluice.internal.admission.queue.Grant;

/// A report of an event loop about a grant's attempt.
sealed interface Signal {

  /// Returns the grant whose attempt the signal is about.
  Grant grant();

  /// Reports the signal to the queue under whose lock the grant's gates are.
  void report(CallQueue queue);

  /// The attempt has had its first meaningful event.
  record Started(Grant grant, long at) implements Signal {
    @Override
    public void report(CallQueue queue) {
      queue.started(grant, at);
    }
  }

  /// The attempt's answer has told the provider's limits.
  record Allowed(Grant grant, RateLimitInfo limits, long at) implements Signal {
    @Override
    public void report(CallQueue queue) {
      queue.allowed(grant, limits, at);
    }
  }
}
