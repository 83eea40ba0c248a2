package dev.sluice.internal.admission;

import dev.sluice.call.RateLimitInfo;
import dev.sluice.internal.admission.queue.CallQueue;
import dev.sluice.internal.admission.queue.Grant;

/// A report of an event loop about a grant's attempt.
sealed interface GrantReport {

  /// Returns the grant whose attempt the report is about.
  Grant grant();

  /// Passes it on to the queue under whose lock the grant's gates are.
  void report(CallQueue queue);

  /// The attempt has had its first meaningful event.
  record Started(Grant grant, long at) implements GrantReport {
    @Override
    public void report(CallQueue queue) {
      queue.started(grant, at);
    }
  }

  /// The attempt's answer has told the provider's limits.
  record Allowed(Grant grant, RateLimitInfo limits, long at) implements GrantReport {
    @Override
    public void report(CallQueue queue) {
      queue.allowed(grant, limits, at);
    }
  }
}
