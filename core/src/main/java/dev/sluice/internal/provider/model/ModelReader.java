package dev.sluice.internal.provider.model;

import dev.sluice.config.provider.ProviderType;
import dev.sluice.internal.provider.json.JsonSelector;
import dev.sluice.internal.provider.json.JsonStrings;
import dev.sluice.internal.provider.json.JsonWalker;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// Reads the models out of `{"data":[{"id":...}]}`. Confined to one thread at a time.
final class ModelReader {
  private static final int MODELS_MAX = 10_000;
  private static final int ID_MAX = 256;

  private enum Part {
    MODEL,
    ID
  }

  private static final JsonSelector<Part> LIST =
      JsonSelector.object(Map.of("data", JsonSelector.array(JsonSelector.kept(Part.MODEL))));
  private static final JsonSelector<Part> MODEL =
      JsonSelector.object(Map.of("id", JsonSelector.kept(Part.ID)));

  /// The prefix that the provider puts before its models' names.
  private final String prefix;

  private final List<ListedModel> models = new ArrayList<>();
  private final JsonWalker<Part> walker = new JsonWalker<>(LIST, (part, at) -> model(at.raw()));

  ModelReader(ProviderType type) {
    prefix = type == ProviderType.GEMINI ? "models/" : "";
  }

  void feed(byte[] part) {
    walker.feed(part, 0, part.length);
  }

  boolean complete() {
    return walker.complete();
  }

  List<ListedModel> models() {
    return models;
  }

  private void model(String json) {
    String listed = id(json);
    if (listed.isEmpty() || listed.length() > ID_MAX || models.size() == MODELS_MAX) {
      return;
    }
    if (listed.chars().anyMatch(Character::isISOControl)) {
      return;
    }
    if (listed.startsWith(prefix) && listed.length() > prefix.length()) {
      String id = listed.substring(prefix.length());
      models.add(new ListedModel(id, renamed(json, listed, id)));
    } else {
      models.add(new ListedModel(listed, json));
    }
  }

  private static String renamed(String json, String from, String to) {
    return from.equals(to) ? json : json.replace(JsonStrings.quote(from), JsonStrings.quote(to));
  }

  private static String id(String json) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    StringBuilder id = new StringBuilder();
    JsonWalker<Part> one =
        new JsonWalker<>(MODEL, (part, at) -> id.append(JsonStrings.decode(at.text())));
    one.feed(bytes, 0, bytes.length);
    return id.toString();
  }
}
