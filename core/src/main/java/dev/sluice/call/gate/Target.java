package dev.sluice.call.gate;

import dev.sluice.call.pipeline.Service;
import dev.sluice.call.request.Operation;
import java.util.List;
import java.util.Set;

/// A model at a provider with one credential, as a route sees it. Targets that differ in the
/// credential alone have the same name.
///
/// @param name `provider/model`
/// @param operations what it can be asked
/// @param weight its share among the route's targets, at least 1
/// @param rank targets of a higher rank serve only when none of a lower one can; 0 is the lowest
/// @param gates what an attempt must be let through by
/// @param service makes one attempt at it
public record Target(
    String name,
    Set<Operation> operations,
    int weight,
    int rank,
    List<Gate> gates,
    Service service) {
  public Target {
    operations = Set.copyOf(operations);
    gates = List.copyOf(gates);
  }

  /// Whether it can be asked for `operation`.
  public boolean supports(Operation operation) {
    return operations.contains(operation);
  }
}
