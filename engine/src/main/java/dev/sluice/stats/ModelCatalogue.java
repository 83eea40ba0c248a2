package dev.sluice.stats;

import dev.sluice.call.request.Operation;
import dev.sluice.provider.model.ListedModel;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// The catalogue of models that may be asked for. Safe for any thread but a loop.
public interface ModelCatalogue {

  /// A model that may be asked for.
  ///
  /// @param id the name of the model
  /// @param json the provider's own description of the model, a JSON object; empty for a route's
  ///   name
  record Model(String id, Optional<String> json) {
    /// Returns the model under another name.
    public Model named(String name) {
      return new Model(name, json.flatMap(said -> ListedModel.renamed(said, name)));
    }
  }

  /// Returns the models that may be asked for, in the order of the configuration: listed models
  /// that some route answers for, under each name that leads there, then exact names of routes.
  /// Waits for the first lists, a few seconds at most. On a virtual thread.
  Collection<Model> models() throws InterruptedException;

  /// Returns the model that a call for `id` would be sent to, whether or not its provider lists it.
  /// Waits as [#models] does.
  Optional<Model> model(String id) throws InterruptedException;

  /// Returns the name of the route that answers for a model, as far as is known now.
  Optional<String> route(String model, Operation operation);

  /// The names of all routes that may answer for a model: of several that have conditions a call
  /// decides which it is. Empty where none is known. Waits for nothing.
  default List<String> routes(String model, Operation operation) {
    return route(model, operation).stream().toList();
  }

  /// Returns the configured names of the providers that are asked for their models.
  List<String> providers();

  /// Whether a provider listed its models when it was asked last.
  boolean isListed(String provider);

  /// Returns how many models a provider has listed.
  int listed(String provider);
}
