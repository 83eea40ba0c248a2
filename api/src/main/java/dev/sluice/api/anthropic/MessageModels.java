package dev.sluice.api.anthropic;

import dev.sluice.api.InfoMembers;
import dev.sluice.api.Json;
import dev.sluice.api.ModelDescription;
import dev.sluice.stats.ModelCatalogue.Model;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/// Models as Anthropic's dialect lists them; all on one page.
final class MessageModels {
  private MessageModels() {}

  /// The answer to `GET /v1/models`.
  static String all(Collection<Model> models) {
    List<Model> listed = List.copyOf(models);
    String first = listed.isEmpty() ? "null" : Json.string(listed.getFirst().id());
    String last = listed.isEmpty() ? "null" : Json.string(listed.getLast().id());
    return listed.stream()
        .map(MessageModels::one)
        .collect(
            Collectors.joining(
                ",",
                "{\"data\":[",
                "],\"has_more\":false,\"first_id\":" + first + ",\"last_id\":" + last + "}"));
  }

  /// The provider's own description where it is in this dialect, else what it says, in it.
  static String one(Model model) {
    ModelDescription description = ModelDescription.of(model);
    String json =
        model
            .json()
            .filter(_ -> description.anthropic())
            .orElseGet(() -> one(model.id(), description));
    return InfoMembers.anthropic(model.info()).in(json, model);
  }

  private static String one(String id, ModelDescription description) {
    return "{\"type\":\"model\",\"id\":%s,\"display_name\":%s,\"created_at\":%s}"
        .formatted(
            Json.string(id),
            Json.string(description.name()),
            Json.string(description.created().truncatedTo(ChronoUnit.SECONDS).toString()));
  }
}
