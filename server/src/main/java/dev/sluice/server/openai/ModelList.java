package dev.sluice.server.openai;

import dev.sluice.internal.wiring.Catalogue.Model;
import dev.sluice.server.dialect.Json;
import java.util.Collection;
import java.util.stream.Collectors;

/// Models as OpenAI's dialect lists them.
final class ModelList {

  private ModelList() {}

  /// The answer to `GET /v1/models`.
  static String all(Collection<Model> models) {
    return models.stream()
        .map(ModelList::json)
        .collect(Collectors.joining(",", "{\"object\":\"list\",\"data\":[", "]}"));
  }

  /// The answer to `GET /v1/models/{id}`.
  static String one(Model model) {
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
