package dev.sluice.server.openai;

import dev.sluice.internal.wiring.Catalogue;
import dev.sluice.internal.wiring.Catalogue.Model;
import java.util.Collection;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// Models as OpenAI's dialect lists them.
public final class ModelList {

  /// Knows which models there are.
  public interface Source {
    /// All of them. May wait; on a virtual thread.
    Collection<Model> models() throws InterruptedException;

    /// The model called `id`: one of the list, or one that it does not show. May wait; on a virtual
    /// thread.
    default Optional<Model> model(String id) throws InterruptedException {
      return models().stream().filter(model -> model.id().equals(id)).findFirst();
    }

    /// The models of the catalogue that holds when they are asked for.
    static Source of(Supplier<Catalogue> catalogue) {
      return new Source() {
        @Override
        public Collection<Model> models() throws InterruptedException {
          return catalogue.get().models();
        }

        @Override
        public Optional<Model> model(String id) throws InterruptedException {
          return catalogue.get().model(id);
        }
      };
    }
  }

  private ModelList() {}

  /// The answer to `GET /v1/models`.
  public static String all(Collection<Model> models) {
    return models.stream()
        .map(ModelList::json)
        .collect(Collectors.joining(",", "{\"object\":\"list\",\"data\":[", "]}"));
  }

  /// The answer to `GET /v1/models/{id}`.
  public static String one(Model model) {
    return json(model);
  }

  /// The provider's own description, or what can be said of a name that is only a route's.
  private static String json(Model model) {
    return model
        .json()
        .orElseGet(
            () ->
                "{\"id\":"
                    + Json.string(model.id())
                    + ",\"object\":\"model\",\"created\":0,\"owned_by\":\"sluice\"}");
  }
}
