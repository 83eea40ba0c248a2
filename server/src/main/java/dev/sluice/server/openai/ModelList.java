package dev.sluice.server.openai;

import dev.sluice.Catalogue.Model;
import java.util.Collection;
import java.util.Optional;
import java.util.stream.Collectors;

/// Models as OpenAI's dialect lists them.
public final class ModelList {

  /// Knows which models there are.
  @FunctionalInterface
  public interface Source {
    /// All of them. May wait; on a virtual thread.
    Collection<Model> models() throws InterruptedException;
  }

  private ModelList() {}

  /// The answer to `GET /v1/models`.
  public static String all(Collection<Model> models) {
    return models.stream()
        .map(ModelList::json)
        .collect(Collectors.joining(",", "{\"object\":\"list\",\"data\":[", "]}"));
  }

  /// The answer to `GET /v1/models/{id}`, if there is such a model.
  public static Optional<String> one(Collection<Model> models, String id) {
    return models.stream().filter(model -> model.id().equals(id)).findFirst().map(ModelList::json);
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
