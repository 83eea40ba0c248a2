package dev.sluice.provider.model;

import dev.sluice.call.text.Printable;
import dev.sluice.config.provider.ProviderConfig;
import dev.sluice.config.provider.ProviderType;
import dev.sluice.dialect.json.JsonKind;
import dev.sluice.dialect.json.JsonSelector;
import dev.sluice.dialect.json.JsonStrings;
import dev.sluice.dialect.json.JsonWalker;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A reader of the models in `{"data":[{"id":...}]}`, in Gemini's `{"models":[{"name":...}]}`, or
/// in the `{"publisherModels":[{"name":"publishers/PUBLISHER/models/MODEL"}]}` of Vertex AI.
/// Confined to one thread at a time.
final class ModelReader {
  private static final int MODELS_MAX = 10_000;
  private static final int ID_MAX = 256;
  private static final int NEXT_MAX = 2048;

  private enum Part {
    MODEL,
    ID,
    /// The name of the next page.
    NEXT
  }

  private static final JsonSelector<Part> LIST = list("data");
  private static final JsonSelector<Part> MODEL = named("id");
  private static final JsonSelector<Part> GEMINI_LIST = list("models");
  private static final JsonSelector<Part> GEMINI_MODEL = named("name");
  private static final JsonSelector<Part> VERTEX_LIST =
      list("publisherModels").with("nextPageToken", JsonSelector.kept(Part.NEXT));
  private static final Pattern VERTEX_NAME = Pattern.compile("publishers/([^/]+)/models/(.+)");

  /// The fields of one model that matter.
  private final JsonSelector<Part> shape;

  /// Whether a model keeps its provider's name in its description.
  private final boolean named;

  /// The prefix that the provider puts before its models' names.
  private final String prefix;

  private final boolean vertex;
  private final ProviderConfig.Api api;
  private final List<ListedModel> models = new ArrayList<>();
  private final JsonWalker<Part> walker;
  private String next = "";

  ModelReader(ProviderConfig provider) {
    prefix = provider.type() == ProviderType.GEMINI ? ListedModel.PREFIX : "";
    named = provider.api() == ProviderConfig.Api.GEMINI;
    vertex = provider.type() == ProviderType.VERTEX;
    api = provider.api();
    shape = named || vertex ? GEMINI_MODEL : MODEL;
    JsonSelector<Part> list = named ? GEMINI_LIST : LIST;
    walker = new JsonWalker<>(vertex ? VERTEX_LIST : list, this::found);
  }

  private void found(Part part, JsonWalker<Part> at) {
    switch (part) {
      case MODEL -> model(at.raw());
      case NEXT -> next = at.kind() == JsonKind.STRING ? JsonStrings.decode(at.text()) : "";
      case ID -> {}
    }
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

  /// The name of the next page; empty where this one is the last.
  String next() {
    return next.length() > NEXT_MAX ? "" : next;
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
    if (vertex) {
      published(listed);
    } else if (listed.startsWith(prefix) && listed.length() > prefix.length()) {
      String id = listed.substring(prefix.length());
      models.add(new ListedModel(id, named ? json : renamed(json, listed, id)));
    } else {
      models.add(new ListedModel(listed, json));
    }
  }

  /// Adds a model of Vertex AI, in the form in which the dialect's own list has one.
  private void published(String name) {
    Matcher model = VERTEX_NAME.matcher(name);
    if (!model.matches()) {
      return;
    }
    String id =
        switch (api) {
          case GEMINI, MESSAGES -> model.group(2);
          default -> model.group(1) + "/" + model.group(2);
        };
    String json =
        named
            ? "{\"name\":" + JsonStrings.quote(ListedModel.PREFIX + id) + "}"
            : "{\"id\":" + JsonStrings.quote(id) + ",\"object\":\"model\"}";
    models.add(new ListedModel(id, json));
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
