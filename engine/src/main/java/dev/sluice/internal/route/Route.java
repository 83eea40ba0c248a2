package dev.sluice.internal.route;

import dev.sluice.call.pipeline.Service;
import dev.sluice.call.request.Operation;
import java.util.Set;

/// The targets of the calls for some models.
///
/// @param name the route's configured name
/// @param operations the operations that at least one of its targets can be asked for
/// @param naming the handling of models' names
/// @param conditions what calls must fulfil
/// @param service answers its calls
public record Route(
    String name,
    Set<Operation> operations,
    Naming naming,
    RouteConditions conditions,
    Service service) {
  public Route {
    operations = Set.copyOf(operations);
  }

  /// Makes a route that answers every call for its models.
  public Route(String name, Set<Operation> operations, Naming naming, Service service) {
    this(name, operations, naming, RouteConditions.NONE, service);
  }

  /// Makes a route whose targets have names of their own.
  public Route(String name, Set<Operation> operations, Service service) {
    this(name, operations, Naming.NONE, service);
  }
}
