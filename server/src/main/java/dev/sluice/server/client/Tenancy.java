package dev.sluice.server.client;

import java.util.Optional;

/// The tenant that a client's calls count as.
public sealed interface Tenancy {

  /// The tenant that the header names.
  record Claimed() implements Tenancy {}

  /// This tenant, whatever the header says.
  record Fixed(String tenant) implements Tenancy {}

  /// This tenant, within which the header names a subtenant.
  record Divided(String tenant) implements Tenancy {}

  /// The team of the client's key; empty where the client has no key.
  default Optional<String> team() {
    return switch (this) {
      case Claimed _ -> Optional.empty();
      case Fixed(String tenant) -> Optional.of(tenant);
      case Divided(String tenant) -> Optional.of(tenant);
    };
  }
}
