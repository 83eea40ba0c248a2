package dev.sluice.internal.route;

import dev.sluice.call.pipeline.Service;
import dev.sluice.call.request.Operation;
import java.util.Set;

/// The targets of the calls for some models.
///
/// @param name the route's configured name
/// @param operations the operations that at least one of its targets can be asked for
/// @param naming the handling of models' names
/// @param service answers its calls
public record Route(String name, Set<Operation> operations, Naming naming, Service service) {
  public Route {
    operations = Set.copyOf(operations);
  }

  /// Makes a route whose targets have names of their own.
  public Route(String name, Set<Operation> operations, Service service) {
    this(name, operations, Naming.NONE, service);
  }
}
