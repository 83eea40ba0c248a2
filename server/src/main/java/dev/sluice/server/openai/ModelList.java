package dev.sluice.server.openai;

import java.util.Collection;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/// The models that may be asked for by name. Safe for any thread.
public final class ModelList {
  private final Supplier<? extends Collection<String>> names;

  /// @param names what is known now; asked on an event loop, so it must not wait
  public ModelList(Supplier<? extends Collection<String>> names) {
    this.names = names;
  }

  /// The answer to `GET /v1/models`.
  public String all() {
    return names.get().stream()
        .map(ModelList::json)
        .collect(Collectors.joining(",", "{\"object\":\"list\",\"data\":[", "]}"));
  }

  /// The answer to `GET /v1/models/{id}`, if there is such a model.
  public Optional<String> one(String id) {
    return names.get().contains(id) ? Optional.of(json(id)) : Optional.empty();
  }

  private static String json(String id) {
    return "{\"id\":"
        + Json.string(id)
        + ",\"object\":\"model\",\"created\":0,\"owned_by\":\"sluice\"}";
  }
}
