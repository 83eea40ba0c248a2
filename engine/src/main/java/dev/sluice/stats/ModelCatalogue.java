package dev.sluice.stats;

import dev.sluice.call.request.Operation;
import dev.sluice.provider.model.ListedModel;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/// Which models may be asked for. Safe for any thread but a loop.
public interface ModelCatalogue {

  /// A model that may be asked for.
  ///
  /// @param id its name
  /// @param json the provider's own description of it, a JSON object; empty for a route's name
  record Model(String id, Optional<String> json) {
    /// The model under another name.
    public Model named(String name) {
      return new Model(name, json.flatMap(said -> ListedModel.renamed(said, name)));
    }
  }

  /// The models that may be asked for, in the order of the configuration: listed models that some
  /// route answers for, under each name that leads there, then exact names of routes. Waits for the
  /// first lists, a few seconds at most. On a virtual thread.
  Collection<Model> models() throws InterruptedException;

  /// The model that a call for `id` would be sent to, whether or not its provider lists it. Waits
  /// as [#models] does.
  Optional<Model> model(String id) throws InterruptedException;

  /// The name of the route that answers for a model, as far as is known now.
  Optional<String> route(String model, Operation operation);

  /// The providers that are asked for their models, by their configured names.
  List<String> providers();

  /// Whether a provider has listed its models when it was asked last.
  boolean isListed(String provider);

  /// How many models a provider has listed.
  int listed(String provider);
}
