package dev.sluice.api.openai;

import dev.sluice.api.InfoMembers;
import dev.sluice.api.Json;
import dev.sluice.api.ModelDescription;
import dev.sluice.stats.ModelCatalogue.Model;
import java.util.Collection;
import java.util.stream.Collectors;

/// Lists of models in OpenAI's dialect.
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

  /// The provider's own description where it is in this dialect, else what it says, in it.
  private static String json(Model model) {
    ModelDescription description = ModelDescription.of(model);
    String json =
        model
            .json()
            .filter(_ -> description.openAi())
            .orElseGet(() -> json(model.id(), description));
    return InfoMembers.openAi(model.info()).in(json, model);
  }

  /// One model, with a name for people, which some clients of this list look for.
  private static String json(String id, ModelDescription description) {
    String owner =
        description
            .owner()
            .orElse(
                description.anthropic() ? "anthropic" : description.gemini() ? "google" : "sluice");
    return "{\"id\":%s,\"object\":\"model\",\"created\":%d,\"owned_by\":%s,\"display_name\":%s}"
        .formatted(
            Json.string(id),
            description.created().getEpochSecond(),
            Json.string(owner),
            Json.string(description.name()));
  }
}
