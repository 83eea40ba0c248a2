package dev.sluice;

import dev.sluice.admission.Admission;
import dev.sluice.admission.Desk;
import dev.sluice.call.Clock;
import dev.sluice.call.Observer;
import dev.sluice.call.Service;
import dev.sluice.call.Target;
import dev.sluice.metrics.ObserveAttempt;
import dev.sluice.metrics.ObserveCall;
import dev.sluice.provider.ProviderService;
import dev.sluice.route.Directory;
import dev.sluice.route.Router;
import dev.sluice.timeout.DeadlineFilter;
import dev.sluice.timeout.PhaseTimeouts;
import dev.sluice.timeout.TimeoutConfig;
import dev.sluice.timeout.learn.Learned;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/// The order of everything that a call passes, a line a filter, with the reason why it stands
/// there.
final class Pipelines {
  private final Observer observer;
  private final Clock clock;

  Pipelines(Observer observer, Clock clock) {
    this.observer = observer;
    this.clock = clock;
  }

  /// What each call passes, once.
  Service forCalls(Directory directory) {
    // First, so that it sees what every other filter makes of the call.
    return new ObserveCall(observer, clock)
        // Before anything is spent on a call whose answer nobody waits for.
        .over(
            new DeadlineFilter(clock)
                // Last, since everything behind it depends on the route.
                .over(new Router(directory)));
  }

  /// What each call of a route passes.
  ///
  /// @param targets those of the route
  /// @param desk where the grants for them are given
  Service forRoute(List<Target> targets, Desk desk) {
    // Last, since each attempt goes to one target.
    return new Admission(targets, desk, clock, ThreadLocalRandom::current);
  }

  /// What each attempt at `provider`'s target passes.
  Service forAttempts(ProviderService provider, TimeoutConfig timeout, Learned learned) {
    // First, so that it sees the timeouts too.
    return new ObserveAttempt(provider.target(), observer, clock)
        // On the answer as the provider's scanner tells it: bytes are not progress.
        .over(
            new PhaseTimeouts(provider.target(), timeout, learned, provider::streams, clock)
                .over(provider));
  }
}
