package dev.sluice.lab.admit.policy;

import dev.sluice.lab.admit.world.Demand;

/// How calls get to the provider.
@FunctionalInterface
public interface Policy {

  /// A call comes, now.
  void arrive(Demand call);
}
