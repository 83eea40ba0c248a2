package dev.sluice.provider.model;

import dev.sluice.call.text.Printable;
import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.config.provider.ProviderType;
import dev.sluice.dialect.json.JsonSelector;
import dev.sluice.dialect.json.JsonStrings;
import dev.sluice.dialect.json.JsonWalker;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/// A reader of the models in `{"data":[{"id":...}]}`, or in Gemini's `{"models":[{"name":...}]}`.
/// Confined to one thread at a time.
final class ModelReader {
  private static final int MODELS_MAX = 10_000;
  private static final int ID_MAX = 256;

  private enum Part {
    MODEL,
    ID
  }

  private static final JsonSelector<Part> LIST = list("data");
  private static final JsonSelector<Part> MODEL = named("id");
  private static final JsonSelector<Part> GEMINI_LIST = list("models");
  private static final JsonSelector<Part> GEMINI_MODEL = named("name");

  /// The fields of one model that matter.
  private final JsonSelector<Part> shape;

  /// Whether a model keeps its provider's name in its description.
  private final boolean named;

  /// The prefix that the provider puts before its models' names.
  private final String prefix;

  private final List<ListedModel> models = new ArrayList<>();
  private final JsonWalker<Part> walker;

  ModelReader(ProviderConfig provider) {
    prefix = provider.type() == ProviderType.GEMINI ? ListedModel.PREFIX : "";
    named = provider.api() == ProviderConfig.Api.GEMINI;
    shape = named ? GEMINI_MODEL : MODEL;
    walker = new JsonWalker<>(named ? GEMINI_LIST : LIST, (part, at) -> model(at.raw()));
  }

  private static JsonSelector<Part> list(String name) {
    return JsonSelector.object(Map.of(name, JsonSelector.array(JsonSelector.kept(Part.MODEL))));
  }

  private static JsonSelector<Part> named(String name) {
    return JsonSelector.object(Map.of(name, JsonSelector.kept(Part.ID)));
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
    if (!Printable.all(listed)) {
      return;
    }
    if (listed.startsWith(prefix) && listed.length() > prefix.length()) {
      String id = listed.substring(prefix.length());
      models.add(new ListedModel(id, named ? json : renamed(json, listed, id)));
    } else {
      models.add(new ListedModel(listed, json));
    }
  }

  private static String renamed(String json, String from, String to) {
    return from.equals(to) ? json : json.replace(JsonStrings.quote(from), JsonStrings.quote(to));
  }

  private String id(String json) {
    byte[] bytes = json.getBytes(StandardCharsets.UTF_8);
    StringBuilder id = new StringBuilder();
    JsonWalker<Part> one =
        new JsonWalker<>(shape, (part, at) -> id.append(JsonStrings.decode(at.text())));
    one.feed(bytes, 0, bytes.length);
    return id.toString();
  }
}
