package dev.sluice.internal.route;

import dev.sluice.call.Failed;
import dev.sluice.call.request.Operation;
import java.util.Collection;
import java.util.Optional;

/// Knows which route answers for a model.
public interface Directory {

  /// The route for `model`, or empty; of several that may answer for it one that serves
  /// `operation`, if there is one. May wait on the calling virtual thread for what is still being
  /// looked up.
  Optional<Routes.Match> find(String model, Operation operation) throws InterruptedException;

  /// The route for a call that asks for no model, or empty. Waits for nothing.
  Optional<Routes.Match> unnamed(Operation operation);

  /// The route to the account that holds a response, or to the only one that may; empty where there
  /// is none. Waits for nothing.
  ///
  /// @param origin the account, as the response's name says it; empty where it does not
  Optional<Routes.Match> holding(String origin);

  /// Why a model that is not found may exist nevertheless: what hides it. Empty where all that
  /// there is is known. Waits for nothing.
  default Optional<Failed> missing() {
    return Optional.empty();
  }

  /// The names that it answers for, as far as they are known now; patterns are not among them.
  Collection<String> names();
}
