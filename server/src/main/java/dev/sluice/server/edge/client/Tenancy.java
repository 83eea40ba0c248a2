package dev.sluice.server.edge.client;

/// The tenant that a client's calls count as.
public sealed interface Tenancy {

  /// The tenant that the header names.
  record Claimed() implements Tenancy {}

  /// This one, whatever the header says.
  record Fixed(String tenant) implements Tenancy {}

  /// This one, within which the header names a subtenant.
  record Divided(String tenant) implements Tenancy {}
}
