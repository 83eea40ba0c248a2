package dev.sluice.api;

import dev.sluice.call.ModelInfo;
import dev.sluice.call.request.Operation;
import dev.sluice.stats.ModelCatalogue;
import dev.sluice.stats.ModelCatalogue.Model;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;

/// The models that clients may ask for.
public interface ModelSource {
  /// All models. May wait; on a virtual thread.
  Collection<Model> models() throws InterruptedException;

  /// The model called `id`: one of the list, or one that it does not show. May wait; on a virtual
  /// thread.
  default Optional<Model> model(String id) throws InterruptedException {
    return models().stream().filter(model -> model.id().equals(id)).findFirst();
  }

  /// The name of the route that answers for a model; empty where none is known. Waits for nothing.
  default Optional<String> route(String model, Operation operation) {
    return Optional.empty();
  }

  /// The names of all routes that may answer for a model, of which conditions choose one; empty
  /// where none is known. Waits for nothing.
  default List<String> routes(String model, Operation operation) {
    return route(model, operation).stream().toList();
  }

  /// Makes a source of the catalogue that holds at the time of a question.
  static ModelSource of(Supplier<ModelCatalogue> catalogue) {
    return of(catalogue, _ -> ModelInfo.UNKNOWN);
  }

  /// Makes a source of the catalogue that holds at the time of a question.
  ///
  /// @param more says what else is known of a target, `provider/model`
  static ModelSource of(Supplier<ModelCatalogue> catalogue, Function<String, ModelInfo> more) {
    return new ModelSource() {
      @Override
      public Collection<Model> models() throws InterruptedException {
        return catalogue.get().models().stream().map(model -> model.with(more)).toList();
      }

      @Override
      public Optional<Model> model(String id) throws InterruptedException {
        return catalogue.get().model(id).map(model -> model.with(more));
      }

      @Override
      public Optional<String> route(String model, Operation operation) {
        return catalogue.get().route(model, operation);
      }

      @Override
      public List<String> routes(String model, Operation operation) {
        return catalogue.get().routes(model, operation);
      }
    };
  }
}
