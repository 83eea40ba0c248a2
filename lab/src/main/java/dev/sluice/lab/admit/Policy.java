package dev.sluice.lab.admit;

/// The way by which calls get to the provider.
@FunctionalInterface
interface Policy {

  /// Takes a call that comes now.
  void arrive(WorkloadCall call);
}
