package dev.sluice.internal.route;

import dev.sluice.call.pipeline.Service;
import dev.sluice.call.request.Operation;
import java.util.Set;

/// The targets of the calls for some models.
///
/// @param name its name in configuration
/// @param operations what one of its targets at least can be asked
/// @param naming what it makes of the names of models
/// @param service answers its calls
public record Route(String name, Set<Operation> operations, Naming naming, Service service) {
  public Route {
    operations = Set.copyOf(operations);
  }

  /// A route that gives every model a name of its own.
  public Route(String name, Set<Operation> operations, Service service) {
    this(name, operations, Naming.NONE, service);
  }
}
