package dev.sluice.internal.route;

import dev.sluice.call.Failed;
import dev.sluice.call.request.Operation;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Predicate;

/// The lookup of the route that answers for a model.
public interface Directory {

  /// Returns the route for `model`, or empty; of several that may answer for it one that serves
  /// `operation`, if there is one. May wait on the calling virtual thread for what is still being
  /// looked up.
  ///
  /// @param admits whether a route answers the call; asked of routes that answer for the model
  Optional<Routes.Match> find(String model, Operation operation, Predicate<Route> admits)
      throws InterruptedException;

  /// Returns the route for a call that asks for no model, or empty. Waits for nothing.
  ///
  /// @param admits whether a route answers the call; asked of routes that answer for the model
  Optional<Routes.Match> unnamed(Operation operation, Predicate<Route> admits);

  /// Whether any route has conditions.
  default boolean isConditional() {
    return false;
  }

  /// Returns the route to the account that holds a response, or to the only one that may; empty
  /// where there is none. Waits for nothing.
  ///
  /// @param origin the account, as the response's name says it; empty where it does not
  Optional<Routes.Match> holding(String origin);

  /// Returns why a model that is not found may exist nevertheless; empty where all models are
  /// known. Waits for nothing.
  default Optional<Failed> missing() {
    return Optional.empty();
  }

  /// Returns the names that routes answer for, as far as they are known now; patterns are not among
  /// them.
  Collection<String> names();
}
