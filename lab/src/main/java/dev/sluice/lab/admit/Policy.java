package dev.sluice.lab.admit;

/// How calls get to the provider.
@FunctionalInterface
public interface Policy {

  /// A call comes, now.
  void arrive(Demand call);
}
