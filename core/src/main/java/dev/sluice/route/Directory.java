package dev.sluice.route;

import java.util.Collection;
import java.util.Optional;

/// Knows which route answers for a model.
public interface Directory {

  /// The route for `model`, or empty. May wait on the calling virtual thread for what is still
  /// being looked up.
  Optional<Routes.Match> find(String model) throws InterruptedException;

  /// The names that it answers for, as far as they are known now; patterns are not among them.
  Collection<String> names();
}
