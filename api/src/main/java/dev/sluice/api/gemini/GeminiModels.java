package dev.sluice.api.gemini;

import dev.sluice.api.InfoMembers;
import dev.sluice.api.Json;
import dev.sluice.api.ModelDescription;
import dev.sluice.provider.model.ListedModel;
import dev.sluice.stats.ModelCatalogue.Model;
import java.util.Collection;
import java.util.stream.Collectors;

/// Lists of models in Gemini's dialect.
final class GeminiModels {
  private GeminiModels() {}

  /// One page of the list.
  static String page(Collection<Model> models, ModelPage page) {
    long next = (long) page.from() + page.size();
    String token = next < models.size() ? ",\"nextPageToken\":\"" + next + "\"}" : "}";
    return models.stream()
        .skip(page.from())
        .limit(page.size())
        .map(GeminiModels::one)
        .collect(Collectors.joining(",", "{\"models\":[", "]" + token));
  }

  /// The provider's own description where it is in this dialect, else what it says, in it.
  static String one(Model model) {
    ModelDescription description = ModelDescription.of(model);
    String json =
        model
            .json()
            .filter(_ -> description.gemini())
            .orElseGet(() -> one(model.id(), description));
    return InfoMembers.gemini(model.info()).in(json, model);
  }

  private static String one(String id, ModelDescription description) {
    return ("{\"name\":%s,\"displayName\":%s,"
            + "\"supportedGenerationMethods\":[\"generateContent\",\"countTokens\"]}")
        .formatted(Json.string(ListedModel.PREFIX + id), Json.string(description.name()));
  }
}
