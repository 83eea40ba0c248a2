package dev.sluice.stats;

import dev.sluice.call.ModelInfo;
import dev.sluice.call.request.Operation;
import dev.sluice.provider.model.ListedModel;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// The catalogue of models that may be asked for. Safe for any thread but a loop.
public interface ModelCatalogue {

  /// A model that may be asked for.
  ///
  /// @param id the name of the model
  /// @param json the provider's own description of the model, a JSON object; empty for a route's
  ///   name
  /// @param targets the targets that may answer, with what is known of each
  record Model(String id, Optional<String> json, List<Answering> targets) {
    public Model {
      targets = List.copyOf(targets);
    }

    /// A model of which it is not said who answers.
    public Model(String id, Optional<String> json) {
      this(id, json, List.of());
    }

    /// Returns the model under another name.
    public Model named(String name) {
      return new Model(name, json.flatMap(said -> ListedModel.renamed(said, name)), targets);
    }

    /// Returns the model with these targets.
    public Model at(List<Answering> others) {
      return new Model(id, json, others);
    }

    /// Returns the model with what another source says of its targets and none has said yet.
    public Model with(Function<String, ModelInfo> more) {
      return at(
          targets.stream()
              .map(at -> new Answering(at.target(), at.info().or(more.apply(at.target()))))
              .toList());
    }

    /// What is known of the model, whichever of its targets answers.
    public ModelInfo info() {
      return targets.stream().map(Answering::info).reduce(ModelInfo::and).orElse(ModelInfo.UNKNOWN);
    }
  }

  /// A target that may answer for a model.
  ///
  /// @param target `provider/model`
  record Answering(String target, ModelInfo info) {}

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
