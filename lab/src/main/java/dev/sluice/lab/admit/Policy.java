package dev.sluice.lab.admit;

/// How calls get to the provider.
@FunctionalInterface
interface Policy {

  /// A call comes, now.
  void arrive(Demand call);
}
