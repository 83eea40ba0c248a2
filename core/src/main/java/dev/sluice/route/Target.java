package dev.sluice.route;

import dev.sluice.call.Operation;
import dev.sluice.call.Service;
import java.util.Set;

/// A model at a provider, as a route sees it.
///
/// @param name `provider/model`
/// @param operations what it can be asked
/// @param weight its share among the route's targets, at least 1
/// @param fallback whether it serves only when no other target can
/// @param service makes one attempt at it
public record Target(
    String name, Set<Operation> operations, int weight, boolean fallback, Service service) {
  public Target {
    operations = Set.copyOf(operations);
  }
}
