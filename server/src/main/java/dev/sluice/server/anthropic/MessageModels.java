package dev.sluice.server.anthropic;

import dev.sluice.internal.wiring.Catalogue.Model;
import dev.sluice.server.dialect.Json;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;

/// Models as Anthropic's dialect lists them; all on one page.
final class MessageModels {
  /// How a model of Anthropic's own list says that it is one.
  private static final String OWN = "\"type\":\"model\"";

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

  /// The provider's own description where it has this form, or what can be said of any name.
  static String one(Model model) {
    return model
        .json()
        .filter(json -> json.replace(" ", "").contains(OWN))
        .orElseGet(
            () ->
                "{\"type\":\"model\",\"id\":"
                    + Json.string(model.id())
                    + ",\"display_name\":"
                    + Json.string(model.id())
                    + ",\"created_at\":\"1970-01-01T00:00:00Z\"}");
  }
}
