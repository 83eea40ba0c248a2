package dev.sluice.server.client;

import java.util.Optional;

/// The tenant that a client's calls count as.
public sealed interface Tenancy {

  /// The tenant that the header names.
  record Claimed() implements Tenancy {}

  /// This one, whatever the header says.
  record Fixed(String tenant) implements Tenancy {}

  /// This one, within which the header names a subtenant.
  record Divided(String tenant) implements Tenancy {}

  /// The team that its key is of; empty where it has no key.
  default Optional<String> team() {
    return switch (this) {
      case Claimed _ -> Optional.empty();
      case Fixed(String tenant) -> Optional.of(tenant);
      case Divided(String tenant) -> Optional.of(tenant);
    };
  }
}
